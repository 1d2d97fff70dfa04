"""The three-way comparison: each field of both sides against what they last agreed on."""

from collections.abc import Mapping

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import carried, identifying, while_owed
from counterfoil.domain.link import Link
from counterfoil.domain.names import label_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Decision, Update
from counterfoil.domain.planning.handover import leave_customer
from counterfoil.domain.planning.pair import Pair, Side
from counterfoil.domain.planning.parents import leave_parent
from counterfoil.domain.planning.parties import common
from counterfoil.domain.planning.persona import filled_in, is_anothers, is_renamed_by_rule, keeps_its_own_name
from counterfoil.domain.planning.protected import is_left_by_us, settle_what_was_put_right
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.rules.own import carries
from counterfoil.domain.texts import reasons


def merge(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    """Field by field: a change on one side is carried, the same change on both is settled, a conflict has its winner."""
    outgoing: dict[System, set[str]] = {system: set() for system in System}
    settled: dict[System, set[str]] = {system: set() for system in System}
    because: list[str] = []
    changed = _changed_by_side(pair, link)
    _leave_blanks(pair, rule, changed, settled)
    _keep_name(pair, link, changed, settled)
    _leave_what_is_paid(pair, changed, settled)
    settle_what_was_put_right(pair, link, changed, settled)
    leave_customer(pair, link, rule, changed, settled)
    told = leave_parent(pair, link, rule, changed, settled)
    for name in sorted(common(pair, changed[System.HUBSPOT] | changed[System.QUICKBOOKS])):
        source = _source_of(name, changed, pair, rule, because)
        if source is None:
            for system in System:
                settled[system].add(name)
        elif _carries(name, source, rule):
            outgoing[source.other].add(name)
            settled[source].add(name)
    because += _keep_identity(pair, link, rule, outgoing, settled)
    for target, names in outgoing.items():
        settled[target.other] |= names
    because += [_carried(rule, names, system) for system, names in outgoing.items() if names]
    return Decision(
        status=OutcomeStatus.IN_SYNC,
        reasons=tuple(because) or (reasons.NOTHING_CHANGED(),),
        actions=tuple(Update(system, frozenset(names)) for system, names in outgoing.items() if names),
        settled={system: frozenset(names) for system, names in settled.items()},
        remarks=(*_shortened(pair, rule), *told),
    )


def _keep_name(pair: Pair, link: Link, changed: Mapping[System, set[str]], settled: Mapping[System, set[str]]) -> None:
    """What a customer is only called since its rule was changed, or since somebody is named at a firm, counts as agreed."""
    here = changed[System.HUBSPOT]
    if pair.kind is EntityKind.CUSTOMER and (is_renamed_by_rule(here) or keeps_its_own_name(link, here)):
        for system in System:
            changed[system].discard("display_name")
            settled[system].add("display_name")


def _leave_what_is_paid(pair: Pair, changed: Mapping[System, set[str]], settled: Mapping[System, set[str]]) -> None:
    """Where a paid invoice would be sent to is no matter any more, and it may be of a time whose books are closed."""
    names = while_owed(pair.kind)
    if names and any(side.fields["status"] != InvoiceStatus.OPEN for side in pair.sides.values()):
        for system in System:
            settled[system].update(changed[system] & names)
            changed[system].difference_update(names)


def _keep_identity(
    pair: Pair, link: Link, rule: SyncRule, outgoing: dict[System, set[str]], settled: dict[System, set[str]]
) -> list[str]:
    """Let what a record is called move as a whole, or stay as it is where it is another's, which is to be told."""
    names, told = identifying(pair.kind), list[str]()
    for target in System:
        moving = outgoing[target] & names
        if moving and is_anothers(link):
            outgoing[target] -= moving
            settled[target] |= moving
            told.append(reasons.NAME_KEPT(name=pair.name(target), source=target.other.brand, target=target.brand))
        elif moving:
            missing = common(pair, filled_in(pair, link, target))
            outgoing[target] |= {name for name in missing if _carries(name, target.other, rule)}
    return told


def shortened(side: Side, target: System) -> tuple[str, ...]:
    """The remarks about values of `side` that merely inform and are longer than `target` takes."""
    if side.ref.kind is EntityKind.PAYMENT:
        return tuple(
            reasons.SHORTENED_OF(field=label, name=side.name, target=target.brand, source=target.other.brand)
            for label in side.shortened
        )
    return tuple(reasons.SHORTENED(field=label, target=target.brand, source=target.other.brand) for label in side.shortened)


def _shortened(pair: Pair, rule: SyncRule) -> tuple[str, ...]:
    carrying = [side for side in pair.sides.values() if rule.direction.carries_from(side.ref.system)]
    return tuple(remark for side in carrying for remark in shortened(side, side.ref.system.other))


def _changed_by_side(pair: Pair, link: Link) -> Mapping[System, set[str]]:
    changed = {system: _changed(pair.sides[system], link) for system in System}
    if is_left_by_us(pair, link):
        changed[System.HUBSPOT] |= {"lines"}
    return changed


def _source_of(
    name: str, changed: Mapping[System, set[str]], pair: Pair, rule: SyncRule, because: list[str]
) -> System | None:
    """The side whose value of a changed field counts; None when both sides hold the same value by now.

    A value that was not shown is none.
    """
    values = {system: side.fields.get(name) for system, side in pair.sides.items()}
    if values[System.HUBSPOT] == values[System.QUICKBOOKS]:
        return None
    sources = [system for system in System if name in changed[system]]
    carrying = [system for system in sources if _carries(name, system, rule)]
    if len(carrying) == 1:
        return carrying[0]
    if len(sources) == 1:
        return sources[0]
    if carrying:
        label = label_of(rule.kind, name)
        because.append(reasons.CONFLICT(field=label, winner=rule.winner.brand))
    return rule.winner


def _leave_blanks(
    pair: Pair, rule: SyncRule, changed: Mapping[System, set[str]], settled: Mapping[System, set[str]]
) -> None:
    """A blank value of an own mapping overwrites nothing, unless the mapping says so."""
    kept = {one.id for one in rule.own_mappings if one.blanks == "keep"}
    for system, side in pair.sides.items():
        blank = {name for name in changed[system] & kept if not side.fields[name]}
        changed[system].difference_update(blank)
        settled[system].update(blank)


def _carries(name: str, source: System, rule: SyncRule) -> bool:
    if mapping := rule.own(name):
        return carries(mapping, rule, source)
    return rule.direction.carries_from(source) and name in carried(rule.kind, source.other, rule.left_out)


def _changed(side: Side, link: Link) -> set[str]:
    agreed = link.agreements[side.ref.system].fields
    return {name for name, value in side.fields.items() if value != agreed.get(name, "")}


def _carried(rule: SyncRule, names: set[str], target: System) -> str:
    labels = [label_of(rule.kind, name) for name in sorted(names)]
    return reasons.CARRIED(fields=labels, source=target.other.brand, target=target.brand)
