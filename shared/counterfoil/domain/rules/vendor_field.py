"""What a person can map: fields of the vendors beside those of `domain.kinds`, and which of QuickBooks' there are.

Sources: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice, .../customer and .../item;
for custom fields https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules.filter import FieldType
from counterfoil.domain.texts import names
from counterfoil.domain.texts.sentence import word
from counterfoil.domain.values import dataclass

CUSTOM_FIELD = "CustomField."
"""Before the DefinitionId of one of QuickBooks' custom fields."""
NAME_IN_LIST = ".name"
"""Behind a reference: what it refers to, by its name in the company's list."""
OF_EVERY_LINE = "Line."
"""Before a member that all lines of a document have alike."""
OF_EACH_LINE = "EachLine."
"""Before a member that each line of a document has for itself."""
OF_A_LINE_ITEM = "line."
"""Before a property of HubSpot's line items, whose values go to the lines that they become."""
LONGEST_CUSTOM_FIELD = 31
CLASSIC_CUSTOM_FIELDS = ("1", "2", "3")
"""The custom fields that every company can have; others, behind a switch of the bundle, are asked for with the profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorField:
    """A field of a vendor's record. `longest` is in characters, 0 for no limit that matters.

    `options` are the values that it takes, empty where it takes any; each with its label, which may be the value itself.
    `in_part` says that only some of the records have it, of which others cannot be given a value.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    longest: int = 0
    read_only: bool = False
    in_part: bool = False
    options: Mapping[str, str] = MappingProxyType({})


def _text(name: str, label: str, longest: int) -> VendorField:
    return VendorField(name=name, label=label, longest=longest)


def _listed(name: str, label: str) -> VendorField:
    return VendorField(name=name + NAME_IN_LIST, label=label, type=FieldType.ENUMERATION)


_FIELDS: Mapping[EntityKind, tuple[VendorField, ...]] = MappingProxyType(
    {
        # A customer's notes hold the marker of what made it, so they cannot be mapped.
        EntityKind.CUSTOMER: (
            _text("AlternatePhone.FreeFormNumber", "other phone number", 30),
            _text("Fax.FreeFormNumber", "fax", 30),
            _text("WebAddr.URI", "website", 1000),
            _text("ResaleNum", "tax exemption number", 16),
            _listed("SalesTermRef", "terms"),
        ),
        EntityKind.PRODUCT: (_text("PurchaseDesc", "description on purchase forms", 1000), _listed("ClassRef", "class")),
        # The number of a customer's purchase order has no member that QuickBooks Online shows: it is a custom field.
        EntityKind.INVOICE: (
            _text("TrackingNum", "tracking number", 31),
            _text("ShipMethodRef.value", "ship via", 31),
            VendorField(name="ShipDate", label="shipping date", type=FieldType.DATE),
            _listed("SalesTermRef", "terms"),
            _listed("ClassRef", "class"),
            _listed("DepartmentRef", "location"),
            _listed(OF_EVERY_LINE + "ClassRef", "class of every line"),
            _listed(OF_EACH_LINE + "ClassRef", "class of each line"),
        ),
        EntityKind.PAYMENT: (),
    }
)
FIELDS: Mapping[EntityKind, tuple[VendorField, ...]] = MappingProxyType(
    {kind: tuple(replace(field, label=word(field.label)) for field in fields) for kind, fields in _FIELDS.items()}
)
"""What a person can map in QuickBooks, whatever company it is."""
_BY_NAME = {kind: {field.name: field for field in fields} for kind, fields in FIELDS.items()}


def is_of_lines(name: str) -> bool:
    """Whether a field of QuickBooks' stands on the lines of a document, and is replaced together with them."""
    return name.startswith((OF_EVERY_LINE, OF_EACH_LINE))


def is_further_field(name: str) -> bool:
    """Whether a field of QuickBooks' is a custom field beside the classic three."""
    return name.startswith(CUSTOM_FIELD) and name.removeprefix(CUSTOM_FIELD) not in CLASSIC_CUSTOM_FIELDS


def of_line_items(fields: Mapping[str, VendorField]) -> dict[str, VendorField]:
    """The properties of HubSpot's line items as a mapping of an invoice names them."""
    return {
        OF_A_LINE_ITEM + name: replace(field, name=OF_A_LINE_ITEM + name, label=names.OF_EACH_LINE_ITEM(field=field.label))
        for name, field in fields.items()
    }


def quickbooks_names(kind: EntityKind) -> list[str]:
    """The names that a mapping may give, the classic custom fields among them."""
    custom = [CUSTOM_FIELD + definition for definition in CLASSIC_CUSTOM_FIELDS] if kind is EntityKind.INVOICE else []
    return sorted([*custom, *(field.name for field in FIELDS[kind])])


def quickbooks_field(kind: EntityKind, name: str) -> VendorField | None:
    """The field of this name, whether or not the company uses it; None where there cannot be one."""
    definition = name.removeprefix(CUSTOM_FIELD)
    if kind is EntityKind.INVOICE and name != definition and definition.isdecimal():
        return _custom_text(definition, f"custom field {definition}")
    return _BY_NAME[kind].get(name)


def company_fields(
    kind: EntityKind,
    custom_fields: Mapping[str, str],
    lists: Mapping[str, Mapping[str, str]],
    further: Mapping[str, VendorField] = MappingProxyType({}),
) -> dict[str, VendorField]:
    """The fields that a company uses, by name: with its custom fields, and the names in its lists as options.

    `custom_fields` are names by DefinitionId, `lists` ids by name, by the member that refers to them; `further` are the
    custom fields beside the classic ones, by DefinitionId.
    """
    custom = [*(_custom_text(*one) for one in custom_fields.items()), *further.values()]
    fields = [*FIELDS[kind], *(custom if kind is EntityKind.INVOICE else ())]
    found = {field.name: _with_options(field, lists) for field in fields}
    return {name: field for name, field in found.items() if field.type is not FieldType.ENUMERATION or field.options}


def _custom_text(definition: str, label: str) -> VendorField:
    """How long the text of one beside the classic ones may be is not documented."""
    return _text(CUSTOM_FIELD + definition, label, LONGEST_CUSTOM_FIELD if definition in CLASSIC_CUSTOM_FIELDS else 0)


def of_either(one: Mapping[str, VendorField], other: Mapping[str, VendorField]) -> Mapping[str, VendorField]:
    """The fields of records of two sorts: what both have, and in part what one of them has."""
    in_part = {name: replace(field, in_part=True) for name, field in (*one.items(), *other.items())}
    return in_part | {name: _of_both(field, other[name]) for name, field in one.items() if name in other}


def _of_both(one: VendorField, other: VendorField) -> VendorField:
    """A field of one name that both have is the same, as far as both take the same."""
    options = {name: label for name, label in one.options.items() if name in other.options}
    return replace(one, options=options, read_only=one.read_only or other.read_only, in_part=one.type is not other.type)


def _with_options(field: VendorField, lists: Mapping[str, Mapping[str, str]]) -> VendorField:
    member = field.name.removesuffix(NAME_IN_LIST).removeprefix(OF_EVERY_LINE).removeprefix(OF_EACH_LINE)
    names = lists.get(member, {})
    return replace(field, options={name: name for name in names}) if names else field
