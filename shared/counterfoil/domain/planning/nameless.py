"""Customers and items that could not be called anything in QuickBooks, which is said before anything is written."""

from collections.abc import Mapping

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.planning.decision import Create, Recover
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.texts import refusals
from counterfoil.domain.texts.sentence import Sentence

_NAMES = {EntityKind.CUSTOMER: "display_name", EntityKind.PRODUCT: "name"}
_TOLD: Mapping[EntityKind, tuple[ErrorCategory, Sentence]] = {
    EntityKind.CUSTOMER: (ErrorCategory.CUSTOMER_MISSING, refusals.NAMELESS_CUSTOMER),
    EntityKind.PRODUCT: (ErrorCategory.VALUE_DOES_NOT_FIT, refusals.NAMELESS_PRODUCT),
}


def nameless(pair: Pair, action: Create | Recover) -> Failure | None:
    """Why nothing can be made of a record: nothing is left of its name without what QuickBooks refuses in names."""
    side = pair.sides.get(action.target.other)
    if side is None or action.target is not System.QUICKBOOKS or pair.kind not in _NAMES:
        return None
    if side.fields[_NAMES[pair.kind]].replace(":", " ").strip():
        return None
    category, told = _TOLD[pair.kind]
    return Failure(category=category, cure=Cure.PERSON, text=told(name=side.name))
