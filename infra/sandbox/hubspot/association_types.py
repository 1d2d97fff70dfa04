"""HubSpot's own association types, each with its opposite direction.

Ids: https://developers.hubspot.com/docs/api-reference/legacy/crm/associations/associate-records/guide
"""

from dataclasses import dataclass

from infra.sandbox.hubspot.object_types import (
    COMPANY,
    CONTACT,
    DEAL,
    DISCOUNT,
    FEE,
    INVOICE,
    LINE_ITEM,
    PAYMENT,
    TAX,
    ObjectType,
)


@dataclass(frozen=True, slots=True)
class AssociationType:
    """One direction of one kind of association."""

    id: int
    origin: ObjectType
    target: ObjectType
    inverse_id: int
    default: bool = True
    label: str | None = None
    category: str = "HUBSPOT_DEFINED"

    @property
    def name(self) -> str:
        """The v3 name: `invoice_to_line_item`; where a primary type exists too, the plain one is `..._unlabeled`."""
        base = f"{self.origin.name}_to_{self.target.name}"
        has_primary = {self.origin.name, self.target.name} in ({"contact", "company"}, {"deal", "company"})
        if self.default and has_primary:
            return f"{base}_unlabeled"
        return base if self.default or self.label == "Primary" else f"{base}_{self.id}"


@dataclass(frozen=True, slots=True)
class _Pair:
    origin: ObjectType
    target: ObjectType
    forth: int
    back: int
    label: str | None = None
    back_label: str | None = None


_PAIRS = (
    _Pair(INVOICE, CONTACT, 177, 178),
    _Pair(INVOICE, COMPANY, 179, 180),
    _Pair(INVOICE, DEAL, 175, 176),
    _Pair(INVOICE, LINE_ITEM, 409, 410),
    _Pair(INVOICE, DISCOUNT, 411, 412),
    _Pair(INVOICE, FEE, 413, 414),
    _Pair(INVOICE, TAX, 415, 416),
    _Pair(INVOICE, PAYMENT, 541, 542),
    _Pair(PAYMENT, CONTACT, 387, 388),
    _Pair(PAYMENT, COMPANY, 389, 390),
    _Pair(PAYMENT, DEAL, 391, 392),
    _Pair(PAYMENT, LINE_ITEM, 395, 396),
    _Pair(PAYMENT, DISCOUNT, 428, 429),
    _Pair(PAYMENT, FEE, 1326, 1327),
    _Pair(CONTACT, COMPANY, 279, 280),
    _Pair(CONTACT, COMPANY, 1, 2, "Primary", "Primary"),
    _Pair(CONTACT, COMPANY, 931, 930, "Billing contact", "Billing contact"),
    _Pair(DEAL, CONTACT, 3, 4),
    _Pair(DEAL, COMPANY, 341, 342),
    _Pair(DEAL, COMPANY, 5, 6, "Primary", "Primary"),
    _Pair(DEAL, LINE_ITEM, 19, 20),
)


def _both_directions(pair: _Pair) -> tuple[AssociationType, AssociationType]:
    default = pair.label is None
    return (
        AssociationType(pair.forth, pair.origin, pair.target, pair.back, default, pair.label),
        AssociationType(pair.back, pair.target, pair.origin, pair.forth, default, pair.back_label),
    )


ASSOCIATION_TYPES = {kind.id: kind for pair in _PAIRS for kind in _both_directions(pair)}
PRIMARY_TYPES = {1: 279, 2: 280, 5: 341, 6: 342}  # setting the primary type also sets the plain one


def types_between(origin: ObjectType, target: ObjectType) -> list[AssociationType]:
    """Every HubSpot-defined type from `origin` to `target`, the default one first."""
    found = [kind for kind in ASSOCIATION_TYPES.values() if (kind.origin, kind.target) == (origin, target)]
    return sorted(found, key=lambda kind: not kind.default)


def default_type(origin: ObjectType, target: ObjectType) -> AssociationType | None:
    """The unlabelled type from `origin` to `target`; None when the two cannot be associated."""
    return next((kind for kind in types_between(origin, target) if kind.default), None)
