"""The page of a connection."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.checks.check import Checked
from counterfoil.domain.connection import Connection
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.names import label_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.tally import KindAndStatus
from counterfoil.languages import ENGLISH
from counterfoil_console.domain.audit import AuditEntry
from counterfoil_console.pages.connection import ConnectionPage, Deed
from counterfoil_console.pages.parts import Option
from counterfoil_console.presenting.grants import BOTH, checks_of, grants_of


def connection_page(
    connection: Connection,
    *,
    states: Mapping[System, GrantState],
    checked: Checked | None,
    counts: Mapping[KindAndStatus, int],
    entries: Sequence[AuditEntry],
    deeds: Sequence[Deed],
    stopped: int,
    languages: tuple[Option, ...],
) -> ConnectionPage:
    """From all that is stored of it; `entries` are the newest ones, `deeds` those that are shown."""
    untold = connection.ending.untold if connection.ending else ()
    return ConnectionPage(
        id=connection.id,
        label=connection.label,
        name=connection.name,
        language=connection.language or ENGLISH,
        languages=languages,
        state=connection.state,
        grants=grants_of(connection, states, entries, checked),
        checks=checks_of(checked) if checked else None,
        refused=tuple(label_of(EntityKind.INVOICE, name) for name in sorted(connection.portal.refused)),
        untold=tuple(system for system in BOTH if system in untold),
        deeds=tuple(deeds),
        kept=_standing(counts, OutcomeStatus.IN_SYNC),
        waiting=_standing(counts, OutcomeStatus.WAITING),
        stopped=stopped,
    )


def _standing(counts: Mapping[KindAndStatus, int], status: OutcomeStatus) -> int:
    return sum(count for (_, one), count in counts.items() if one is status)
