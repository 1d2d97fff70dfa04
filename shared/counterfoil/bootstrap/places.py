"""Where the items are kept whose keys a page knows from its address alone, so that one call can read them together."""

from collections.abc import Mapping, Sequence

from counterfoil.adapters.aws.checks import checks_key
from counterfoil.adapters.aws.choices import choices_key
from counterfoil.adapters.aws.connections import connection_key
from counterfoil.adapters.aws.cursors import cursor_key
from counterfoil.adapters.aws.items import Key
from counterfoil.adapters.aws.ledgers import newest_key
from counterfoil.adapters.aws.link_items import link_key
from counterfoil.adapters.aws.plans import job_key, results_key
from counterfoil.adapters.aws.stored_tokens import tokens_key
from counterfoil.domain.identity import RecordRef, System
from counterfoil.engine.compare.acceptance import accepted_name
from counterfoil.engine.compare.progress import cursor_name
from counterfoil.engine.compare.wanted import WANTED

type Named = Mapping[str, str]
"""The variable parts of an address, by name."""


def nowhere(_named: Named) -> Sequence[Key]:
    """Of a page that knows no such key."""
    return ()


def of_health(named: Named) -> Sequence[Key]:
    """Whether a comparison is asked for, and what halted the last check."""
    return [cursor_key(named["connection"], WANTED), *_vanished(named)]


def of_ledgers(named: Named) -> Sequence[Key]:
    """The newest comparison, and whether another one is asked for."""
    return [newest_key(named["connection"]), cursor_key(named["connection"], WANTED)]


def of_needs_you(named: Named) -> Sequence[Key]:
    """The newest comparison, and what halted the last check."""
    return [newest_key(named["connection"]), *_vanished(named)]


def _vanished(named: Named) -> Sequence[Key]:
    """What the check of either side missed, and somebody accepted."""
    names = [name_of(system) for system in System for name_of in (cursor_name, accepted_name)]
    return [cursor_key(named["connection"], name) for name in names]


def of_accounts(named: Named) -> Sequence[Key]:
    """The permissions of both vendors, and the checks."""
    return [*(tokens_key(named["connection"], system) for system in System), checks_key(named["connection"])]


def of_record(named: Named) -> Sequence[Key]:
    """A record's link, and what people decided about it."""
    try:
        ref = RecordRef.parse(named["record"])
    except ValueError:
        return ()
    return [link_key(named["connection"], ref), choices_key(named["connection"], ref)]


def of_plan(named: Named) -> Sequence[Key]:
    """The plan itself, what became of its rows, and whether the ledgers were compared since it was applied, or are to be."""
    connection_id, plan_id = named["connection"], named["plan"]
    own = [job_key(connection_id, plan_id), results_key(connection_id, plan_id)]
    return [*own, newest_key(connection_id), cursor_key(connection_id, WANTED)]


def of_connection(named: Named) -> Sequence[Key]:
    """The connection itself, which has its rules with it; nothing where the address names none."""
    return [connection_key(named["connection"])] if named.get("connection") else []
