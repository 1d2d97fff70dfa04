"""The planner's world: one pair of records, decided about again and again, with every decision applied as if it succeeded.

One random agreement is perturbed once for HubSpot and once for QuickBooks, so that the interesting cases are common. Where
chance comes from, hypothesis or a seed, is the caller's choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.kinds import information
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.money import ZERO
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Adopt, Close, Create, Decision, Recover, Update, Void
from counterfoil.domain.planning.mirrored import is_mirrored
from counterfoil.domain.planning.pair import Handover, Pair, Side
from counterfoil.domain.records.record import Record
from counterfoil.domain.rules import CustomerOptions, Direction, SyncRule, predefined_mappings
from counterfoil.domain.rules.options import DEFAULT_OPTIONS
from tests.builders import NOON, a_customer, a_payment, a_product, a_rule, an_invoice

ROUNDS = 4
RECORDS: dict[EntityKind, Record] = {
    EntityKind.CUSTOMER: a_customer(),
    EntityKind.PRODUCT: a_product(),
    EntityKind.INVOICE: an_invoice(),
    EntityKind.PAYMENT: a_payment(),
}
VALUES = {
    "status": {
        EntityKind.INVOICE: ["draft", "open", "paid", "voided"],
        EntityKind.PAYMENT: ["pending", "succeeded", "refunded", "partially_refunded", "failed", "voided"],
    },
    "origin": {EntityKind.INVOICE: ["native", "mirrored"]},
}

Fields = dict[str, str]


class Choose(Protocol):
    """Picks one of several values."""

    def __call__[T](self, options: Sequence[T], /) -> T: ...


@dataclass
class World:
    """Both sides, the link, the edits that people made, and how often something was created.

    `merged` says that whom an invoice was for in HubSpot was merged into whom it is for now.
    """

    kind: EntityKind
    rule: SyncRule
    sides: dict[System, Fields]
    link: Link | None
    merged: bool = False
    created: int = 0

    def copy(self) -> "World":
        """The same pair, to be treated differently."""
        return replace(self, sides={system: dict(fields) for system, fields in self.sides.items()})

    def pair(self) -> Pair:
        sides = {
            system: Side(ref=ref_of(system, self.kind), version="1", fields=dict(fields), modified_at=NOON, owes=ZERO)
            for system, fields in self.sides.items()
        }
        return Pair(kind=self.kind, sides=sides, link=self.link, handover=self.handover())

    def handover(self) -> Handover | None:
        """What a look at both contacts says of an invoice of HubSpot's that is for somebody else by now."""
        here = self.sides.get(System.HUBSPOT, {})
        if self.kind is not EntityKind.INVOICE or self.link is None or here.get("origin") != "native":
            return None
        before, now = self.link.agreements[System.HUBSPOT].fields["customer"], here["customer"]
        if not before or not now or before == now:
            return None
        to = RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, now)
        return Handover(to=to, merged=self.merged, name="Grace Hopper", before="Ada Lovelace")


def ref_of(system: System, kind: EntityKind) -> RecordRef:
    return RecordRef(system, kind, "1" if system is System.HUBSPOT else "100")


def make_world(choose: Choose) -> World:
    """A linked, reserved, closed or unlinked pair; either side may be gone."""
    kind = choose(tuple(EntityKind))
    agreed = {system: _values(choose, kind, RECORDS[kind].fields()) for system in System}
    if choose((True, False)):  # mostly both sides agreed on equal values
        own = {name: agreed[System.QUICKBOOKS][name] for name in information(kind, System.HUBSPOT)}
        agreed[System.QUICKBOOKS] = {**agreed[System.HUBSPOT], **own}
    if is_owed := kind is EntityKind.INVOICE and choose((True, False)):
        agreed = {system: {**fields, **_owed(fields)} for system, fields in agreed.items()}
    sides = {system: _perturbed(choose, kind, agreed[system]) for system in System}
    if is_owed and choose((True, False)):  # somebody gives it to another contact
        sides[System.HUBSPOT] |= _values(choose, kind, ["customer"])
    state = choose((None, *[LinkState.LINKED] * 3, LinkState.RESERVED, LinkState.CLOSED))
    source = choose(tuple(System))
    if state is None or state is LinkState.RESERVED:
        del sides[source.other]
    elif choose(range(10)) == 0:
        del sides[choose(tuple(System))]
    link = None if state is None else link_of(kind, source, state, agreed)
    return World(kind, _rule(choose, kind), sides, link, merged=choose((True, False, False)))


def _owed(invoice: Fields) -> Fields:
    """An invoice of HubSpot's on which nothing is paid."""
    return {"origin": "native", "status": "open", "balance": invoice["total"]}


def _rule(choose: Choose, kind: EntityKind) -> SyncRule:
    below = CustomerOptions(customer_is="company_with_contacts")
    return a_rule(
        kind,
        choose(tuple(Direction)),
        winner=choose(tuple(System)),
        mappings=predefined_mappings(kind, frozenset(_some(choose, RECORDS[kind].fields(), 1))),
        create=choose(("always", "when_needed", "never")),
        options=choose((below, DEFAULT_OPTIONS[kind])) if kind is EntityKind.CUSTOMER else DEFAULT_OPTIONS[kind],
    )


def _perturbed(choose: Choose, kind: EntityKind, agreed: Fields) -> Fields:
    return {**agreed, **_values(choose, kind, _some(choose, agreed, 3))}


def _some(choose: Choose, names: Iterable[str], most: int) -> list[str]:
    left, taken = sorted(names), []
    for _ in range(choose(range(most + 1))):
        taken.append(choose(tuple(left)))
        left.remove(taken[-1])
    return taken


def _values(choose: Choose, kind: EntityKind, names: Iterable[str]) -> Fields:
    return {name: choose(VALUES.get(name, {}).get(kind) or ("", "a", "b", "10", "20")) for name in names}


def link_of(kind: EntityKind, source: System, state: LinkState, agreed: Mapping[System, Fields]) -> Link:
    known = [source] if state is LinkState.RESERVED else list(System)
    return Link(
        connection_id="c",
        kind=kind,
        source=source,
        state=state,
        refs={system: ref_of(system, kind) for system in known},
        agreements={system: Agreement("0", dict(agreed[system])) for system in known},
    )


def carry_out(world: World, decision: Decision, *, backwards: bool = False) -> None:
    """Apply a decision as if everything in it had succeeded."""
    before = {system: dict(fields) for system, fields in world.sides.items()}
    for action in reversed(decision.actions) if backwards else decision.actions:
        match action:
            case Create(target) | Recover(target):
                assert target not in world.sides, "created what exists"
                world.created += 1
                world.sides[target] = dict(world.sides[target.other])
                world.link = link_of(world.kind, target.other, LinkState.LINKED, world.sides)
            case Update(target, names):
                world.sides[target] |= {name: before[target.other][name] for name in names}
            case Void(target):
                world.sides[target]["status"] = "voided"
            case Close():
                assert world.link
                world.link = replace(world.link, state=LinkState.CLOSED)
            case Adopt():
                raise AssertionError("nothing to adopt here")
    if world.link and not decision.failure and Close() not in decision.actions and len(world.sides) == len(System):
        world.link = replace(world.link, state=LinkState.LINKED, agreements=agreements_after(world, decision))


def agreements_after(world: World, decision: Decision) -> dict[System, Agreement]:
    assert world.link
    agreements = {}
    for system, fields in world.sides.items():
        fresh = set(decision.settled.get(system, ())) | information(world.kind, system, mirrors=is_mirrored(world.pair()))
        for action in decision.actions:
            fresh |= action.fields if isinstance(action, Update) and action.target is system else set()
            fresh |= set(fields) if isinstance(action, Void | Create | Recover) else set()
        agreements[system] = Agreement(
            "1", {**world.link.agreements[system].fields, **{name: fields[name] for name in fresh}}
        )
    return agreements


def settle(world: World) -> list[Decision]:
    """Decide and carry out until nothing is left to do."""
    decisions = []
    for _ in range(ROUNDS):
        decision = decide(world.pair(), world.rule)
        decisions.append(decision)
        carry_out(world, decision)
        if not decision.actions:
            return decisions
    raise AssertionError(f"still acting after {ROUNDS} rounds: {decisions}")
