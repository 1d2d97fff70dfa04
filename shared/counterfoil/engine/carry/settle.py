"""Stores what both sides agree on from now on."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.choices import Verb, the
from counterfoil.domain.identity import System
from counterfoil.domain.kinds import information
from counterfoil.domain.link import Agreement, Link, LinkState, seen_as
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Close, Decision, Update
from counterfoil.domain.planning.mirrored import is_mirrored
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.rules import Direction
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.links import store_links


def settle(context: Context, cases: Sequence[Case]) -> None:
    """Store the agreement of every pair whose decision was carried out.

    A pair that needs a person keeps its old one, and so does one that a person has left out: whatever is changed meanwhile
    is told once that is taken back.
    """
    store_links(context, [(case, link) for case in cases if (link := _settled(context, case)) is not None])


def _settled(context: Context, case: Case) -> Link | None:
    link, decision = case.link, case.decision
    if link is None or decision is None or case.event or link.state is LinkState.RESERVED:
        return None
    if Close() in decision.actions:
        return replace(link, state=LinkState.CLOSED)
    stays_closed = link.state is LinkState.CLOSED and decision.status is OutcomeStatus.EXCLUDED
    if stays_closed or not decision.settles or len(case.pair.sides) < len(System) or the(Verb.LEFT_OUT, case.choices):
        return None
    is_off = context.connection.rule(case.kind).direction is Direction.OFF
    agreements = {system: _agreement(case, link, decision, system, is_off=is_off) for system in System}
    settled = replace(link, state=LinkState.LINKED, agreements=agreements, attempted=())
    return replace(settled, seen=_seen(case, link)) if settled != link else None


def _seen(case: Case, link: Link) -> str:
    """Of an invoice made in QuickBooks no looks are kept: what our own properties show there is part of it."""
    read = case.snapshots.get(System.HUBSPOT) or case.glimpses.get(System.HUBSPOT)
    return seen_as(read.version, read.looks) if read and link.source is System.HUBSPOT else link.seen


def _agreement(case: Case, link: Link, decision: Decision, system: System, *, is_off: bool) -> Agreement:
    """The old agreement with the settled fields, the ones just written, and all that is never copied from there.

    Of what was not shown the old one stays, and so does what is not copied only for as long as its rule `is_off`. A side of
    which something is held stays at its old version, so that it is looked at again though nobody touches it.
    """
    old, snapshot = link.agreements[system], case.snapshots.get(system)
    fresh = decision.settled.get(system, frozenset()) | information(case.kind, system, mirrors=is_mirrored(case.pair))
    if is_off and old.fields.get("status") == InvoiceStatus.VOIDED:
        fresh -= {"status"}  # an agreed void stays one: what comes of it while nobody carries it is asked about afterwards
    if snapshot is None:
        glimpsed = case.glimpses[system].fields if system in case.glimpses else {}
        return replace(old, fields={**old.fields, **{name: glimpsed[name] for name in fresh & glimpsed.keys()}})
    for action in decision.actions:
        if isinstance(action, Update) and action.target is system:
            fresh |= action.fields
    stays = snapshot.own if is_off else snapshot.outgoing
    fresh |= {name for name in snapshot.own if name not in old.fields or name not in stays}
    values = snapshot.fields
    settled = {**old.fields, **{name: values[name] for name in fresh if name in values}}
    if decision.status is OutcomeStatus.EXCLUDED and not values.items() <= settled.items():
        return replace(old, fields=settled)
    return Agreement(snapshot.version, settled, snapshot.modified_at)
