"""What follows from the history of a rule when it changes: the next number, since when it is on, which way it went last."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction, RuleChange, RuleVersion, SyncRule
from counterfoil.domain.rules.faults import Fault, faults_of
from counterfoil.domain.texts import faults, words
from counterfoil.engine.rules.invalid import InvalidRuleError, OutdatedRuleError


def with_current(connection: Connection, kind: EntityKind, known: Sequence[RuleVersion]) -> Sequence[RuleVersion]:
    """The versions, with the current one, of which nobody knows who made it when that is not among them."""
    rule = connection.rules[kind]
    if any(version.rule.version == rule.version for version in known):
        return known
    made = RuleVersion(rule=rule, at=rule.switched_on_at, who="", why="", change=RuleChange.CONNECTED)
    return sorted([made, *known], key=lambda version: version.rule.version, reverse=True)


def not_outdated(known: Sequence[RuleVersion], over: int | None) -> None:
    """Raises OutdatedRuleError when `over`, the newest version that somebody looked at, is not the newest any more."""
    if over is not None and known[0].rule.version != over:
        raise OutdatedRuleError(known[0])


def says_the_same(one: SyncRule, other: SyncRule) -> bool:
    """Whether two rules differ in nothing that a person chooses."""
    return replace(one, version=other.version, switched_on_at=other.switched_on_at) == other


def following(current: SyncRule, wanted: SyncRule, known: Sequence[RuleVersion], now: datetime) -> SyncRule:
    """`wanted` as the version after all that are known. Raises InvalidRuleError.

    What is on again goes on where it began: what changed while it was off is not older than the sync.
    """
    version = known[0].rule.version + 1
    rule = replace(wanted.with_every_mapping(), version=version, switched_on_at=_switched_on_at(current, wanted, known, now))
    if found := faults_of(rule):
        raise InvalidRuleError(found)
    return rule


def is_unchanged(current: SyncRule, rule: SyncRule) -> bool:
    """Whether a rule says just what the current one says."""
    return replace(rule, version=current.version) == current


def last_direction(kind: EntityKind, known: Sequence[RuleVersion]) -> Direction:
    """Which way the kind was carried last. Raises InvalidRuleError when it never was, or not since the rule was deleted."""
    for version in _since_deleted(known):
        if _is_on(version.rule):
            return version.rule.direction
    raise InvalidRuleError([Fault("direction", faults.NOT_SET_UP(kinds=words.SEVERAL[kind]))])


def _switched_on_at(current: SyncRule, wanted: SyncRule, known: Sequence[RuleVersion], now: datetime) -> datetime:
    if _is_on(current) or not _is_on(wanted):
        return current.switched_on_at
    earlier = [version.rule.switched_on_at for version in _since_deleted(known) if _is_on(version.rule)]
    return earlier[0] if earlier else now


def _since_deleted(known: Sequence[RuleVersion]) -> list[RuleVersion]:
    """What was ever current since the rule was made anew, the newest first."""
    since = takewhile(lambda version: version.change is not RuleChange.DELETED, known)
    return [version for version in since if version.was_current]


def _is_on(rule: SyncRule) -> bool:
    return rule.direction is not Direction.OFF
