"""The rules of a connection."""

from collections.abc import Iterable, Sequence

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.rules import RuleVersion, SyncRule, draft_among
from counterfoil_console.pages.parts import By
from counterfoil_console.pages.rules import RuleEntry, RulesPage


def rules_page(connection: Connection, histories: Iterable[tuple[SyncRule, Sequence[RuleVersion]]]) -> RulesPage:
    """Every rule with its versions, the newest first."""
    entries = tuple(_entry(connection, rule, versions) for rule, versions in histories)
    return RulesPage(rules=entries, waits=connection.state is ConnectionState.PLANNED)


def _entry(connection: Connection, rule: SyncRule, versions: Sequence[RuleVersion]) -> RuleEntry:
    """A rule that nobody has changed is as old as its connection."""
    current = next((one for one in versions if one.rule.version == rule.version), None)
    draft = draft_among(versions)
    return RuleEntry(
        kind=rule.kind,
        direction=rule.direction,
        version=rule.version,
        by=By(current.who, current.at) if current else By("", connection.created_at),
        limits=_clauses(rule),
        own=sum(mapping.own for mapping in rule.mappings),
        draft=draft.rule.version if draft else 0,
    )


def _clauses(rule: SyncRule) -> int:
    """The clauses that people chose, of the ways that it carries; those that nobody can remove are none of the rule's."""
    limits = (limits for source, limits in rule.filters.items() if rule.direction.carries_from(source))
    return sum(len(one.clauses) for one in limits)
