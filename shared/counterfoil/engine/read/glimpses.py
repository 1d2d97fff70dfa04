"""Invoices of which only what they owe has moved: that takes no reading of their lines, or of what else belongs to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Glimpse
from counterfoil.engine.read.chosen import Chosen
from counterfoil.engine.read.question import Question

Glimpses = Mapping[RecordRef, dict[System, Glimpse]]
"""By the record that a pair started from."""


def glimpse(context: Context, question: Question, agreed: Sequence[Link], chosen: Chosen) -> Glimpses:
    """The HubSpot sides of agreed pairs that look as they were last seen, but for what they owe. Raises VendorError.

    Nothing is carried for what was only glimpsed: then it is read.
    """
    rule = context.connection.rule(question.kind)
    if question.needed or rule.filter_of(System.HUBSPOT).groups:
        return {}
    ids = {link.refs[System.HUBSPOT].id: link for link in agreed if _may_be_glimpsed(context, question, link, chosen)}
    seen = {one: link.seen for one, link in ids.items()}
    found = context.systems.hubspot.glimpse(question.kind, seen) if seen else {}
    return {ids[one].source_ref: {System.HUBSPOT: shown} for one, shown in found.items()}


def still_to_read(question: Question, links: Sequence[Link], glimpses: Glimpses) -> tuple[Question, list[Link]]:
    """What is left of a question, and of the links that it is about, where glimpses are enough of HubSpot's records."""
    enough = {link.refs[System.HUBSPOT] for link in links if link.source_ref in glimpses}
    rest = [link for link in links if link.source_ref not in glimpses]
    return replace(question, refs=tuple(ref for ref in question.refs if ref not in enough)), rest


def _may_be_glimpsed(context: Context, question: Question, link: Link, chosen: Chosen) -> bool:
    """What HubSpot's record is associated with is only looked at where it may have moved, or somebody asks for the record.

    HubSpot announces that of its own; who compares or polls goes by what was read in full.
    """
    if not link.seen or link.state is not LinkState.LINKED or chosen.keys() & set(link.refs.values()):
        return False
    ref = link.refs[System.HUBSPOT]
    return ref not in question.refs or (ref in context.announced and ref not in context.reassociated)
