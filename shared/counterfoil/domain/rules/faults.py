"""What is wrong with a rule: every fault in it, each with the path to its place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.rules.faults_of_filters import faults_of_filter
from counterfoil.domain.rules.faults_of_mappings import faults_of_mappings
from counterfoil.domain.rules.options import options_of
from counterfoil.domain.rules.rule import SyncRule
from counterfoil.domain.texts import faults, words
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong, in a sentence. `path` leads to it, such as "filters.hubspot.groups[0].clauses[2].values"."""

    path: str
    text: str


KEYS: Mapping[EntityKind, frozenset[MatchKey]] = MappingProxyType(
    {
        EntityKind.CUSTOMER: frozenset({MatchKey.EMAIL, MatchKey.NAME}),
        EntityKind.PRODUCT: frozenset({MatchKey.SKU, MatchKey.NAME}),
        EntityKind.INVOICE: frozenset({MatchKey.NUMBER_CUSTOMER_TOTAL}),
        EntityKind.PAYMENT: frozenset[MatchKey](),
    }
)
"""What the records of each kind can be found by."""

_NEEDED_BY_DOCUMENTS = {EntityKind.CUSTOMER, EntityKind.PRODUCT}


def faults_of(rule: SyncRule) -> tuple[Fault, ...]:
    """Every fault of `rule` by itself, in the order of its members; none when it can be saved."""
    return tuple(Fault(path, text) for path, text in _faults_of(rule))


def _faults_of(rule: SyncRule) -> Iterator[tuple[str, str]]:
    if rule.kind is EntityKind.PAYMENT:
        yield "kind", faults.NO_RULE_OF_THEIR_OWN()
    if rule.version < 1:
        yield "version", faults.NOT_A_VERSION()
    for system, chosen in sorted(rule.filters.items()):
        yield from faults_of_filter(f"filters.{system}", chosen, rule.kind, system)
    yield from _faults_of_matching(rule)
    yield from faults_of_mappings(rule)
    if rule.create == "when_needed" and rule.kind not in _NEEDED_BY_DOCUMENTS:
        yield "create", faults.NOTHING_NEEDS_THEM(kinds=words.SEVERAL[rule.kind])
    if rule.options.of != options_of(rule.kind):
        yield "options.of", faults.OPTIONS_OF_ANOTHER(kinds=words.SEVERAL[rule.kind])


def _faults_of_matching(rule: SyncRule) -> Iterator[tuple[str, str]]:
    for place, key in enumerate(rule.matching.keys):
        if key not in KEYS[rule.kind]:
            yield f"matching.keys[{place}]", faults.NOT_MATCHED_BY(kinds=words.SEVERAL[rule.kind], key=key)
    for key, count in Counter(rule.matching.keys).items():
        if count > 1:
            yield "matching.keys", faults.NAMED_TWICE(name=key)
