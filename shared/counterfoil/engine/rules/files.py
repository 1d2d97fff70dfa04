"""Several rules of a connection as one file: `{"rules": [...]}`, saved all or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from counterfoil.domain.rules import RuleVersion, SyncRule
from counterfoil.domain.rules.faults import Fault
from counterfoil.domain.texts import faults
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.keeper import Author, RuleKeeper


def written_file(rules: Sequence[SyncRule]) -> Mapping[str, Any]:
    """The rules as a file."""
    return {"rules": [written(rule) for rule in rules]}


def check_file(keeper: RuleKeeper, connection_id: str, file: object) -> Sequence[SyncRule]:
    """The rules that a file describes. Raises InvalidRuleError with every fault in it, and UnknownConnectionError."""
    found, rules = list[Fault](), list[SyncRule]()
    for place, document in enumerate(documents_of(file)):
        try:
            rules.append(keeper.check(connection_id, document))
        except InvalidRuleError as error:
            found += [Fault(f"rules[{place}].{fault.path}".rstrip("."), fault.text) for fault in error.faults]
    found += [
        Fault("rules", faults.NAMED_TWICE(name=kind))
        for kind, count in Counter(rule.kind for rule in rules).items()
        if count > 1
    ]
    if found:
        raise InvalidRuleError(found)
    return rules


def save_file(
    keeper: RuleKeeper, connection_id: str, file: object, author: Author, *, draft: bool = False
) -> Sequence[RuleVersion]:
    """Save every rule of a file, or none; with `draft` they are kept without being current. Raises as `check_file`."""
    check_file(keeper, connection_id, file)
    save = keeper.draft if draft else keeper.save
    return [save(connection_id, document, author) for document in documents_of(file)]


def documents_of(file: object) -> Sequence[Any]:
    """The documents in a file. Raises InvalidRuleError when it has another shape."""
    if not isinstance(file, Mapping):
        raise InvalidRuleError([Fault("", faults.WANTS_OBJECT())])
    found = [Fault(str(name), faults.UNKNOWN_MEMBER()) for name in file if name != "rules"]
    rules = file.get("rules")
    if rules is None:
        found.append(Fault("rules", faults.MISSING()))
    elif not isinstance(rules, list):
        found.append(Fault("rules", faults.WANTS_LIST()))
    if found:
        raise InvalidRuleError(found)
    return list(rules or ())
