"""The values of a person's own mappings as members of QuickBooks' objects. Pure.

Source: https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields for custom fields.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

from counterfoil.adapters.quickbooks.mapping.common import refused
from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.rules.filter import FieldType
from counterfoil.domain.rules.line_values import apart
from counterfoil.domain.rules.values import parsed_number
from counterfoil.domain.rules.vendor_field import (
    CLASSIC_CUSTOM_FIELDS,
    CUSTOM_FIELD,
    NAME_IN_LIST,
    OF_EACH_LINE,
    OF_EVERY_LINE,
    VendorField,
    is_of_lines,
)
from counterfoil.domain.texts import refusals, words

EVERY_CUSTOM_FIELD = "enhancedAllCustomFields"
"""What is included where custom fields beside the classic three are read and written."""
_NONE: Mapping[str, str] = {}
_LINES = frozenset({"lines", "descriptions"})
_DETAIL = "SalesItemLineDetail"


def own_members(own: Mapping[str, str], company: CompanyProfile, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The members that carry these values, an empty one to clear what was there.

    Custom fields are replaced all together, so that those which are not named come from the `stored` object. Raises
    VendorError (E15) for a name that is not in the company's list, a custom field that it does not have, and a value that
    is none of the field's type.
    """
    members: dict[str, Any] = {}
    custom = {name.removeprefix(CUSTOM_FIELD): value for name, value in own.items() if name.startswith(CUSTOM_FIELD)}
    if custom:
        members["CustomField"] = _custom_fields(custom, stored.get("CustomField") or (), company)
    for name, value in own.items():
        if not (name.startswith(CUSTOM_FIELD) or is_of_lines(name)):
            member, _, inner = name.partition(".")
            members[member] = _member(member, inner, value, company)
    return members


def with_own(
    document: Mapping[str, Any], own: Mapping[str, str], company: CompanyProfile, stored: Mapping[str, Any]
) -> dict[str, Any]:
    """The document with the values of own mappings; the `stored` lines where it has none itself. Raises as above."""
    whole = {**document, **own_members(own, company, stored)}
    for name, value in own.items():
        if is_of_lines(name):
            lines = whole.get("Line") or stored.get("Line")
            if stored and not lines:
                raise ValueError("Line: missing")
            whole["Line"] = _with_values(lines or (), name, value, company)
    return whole


def needs_stored_lines(own: Mapping[str, str], fields: AbstractSet[str]) -> bool:
    """Whether a value is for lines that are not written themselves: they are replaced all together."""
    return not fields & _LINES and any(is_of_lines(name) for name in own)


def needs_other_fields(own: Mapping[str, str], company: CompanyProfile) -> bool:
    """Whether the company uses custom fields beside those that are written."""
    custom = {name.removeprefix(CUSTOM_FIELD) for name in own if name.startswith(CUSTOM_FIELD)}
    return bool(custom) and not company.custom_fields.keys() | company.further_fields.keys() <= custom


def names_further_fields(document: Mapping[str, Any]) -> bool:
    """Whether a document has custom fields that QuickBooks takes with `EVERY_CUSTOM_FIELD` only."""
    named = {str(field.get("DefinitionId")) for field in document.get("CustomField") or ()}
    return not named <= set(CLASSIC_CUSTOM_FIELDS)


def _with_values(lines: Iterable[Mapping[str, Any]], name: str, value: str, company: CompanyProfile) -> list[dict[str, Any]]:
    """The lines with what they all have alike, or each with its own; one without a value of its own stays as it is."""
    member = name.removeprefix(OF_EVERY_LINE).removeprefix(OF_EACH_LINE).removesuffix(NAME_IN_LIST)
    if not name.startswith(OF_EACH_LINE):
        return [_line(line, member, _id_of(member, value, company)) for line in lines]
    values = iter(apart(value))
    own = [(line, next(values, "") if line.get(_DETAIL) else "") for line in lines]
    return [_line(line, member, _id_of(member, one, company)) if one else dict(line) for line, one in own]


def _line(line: Mapping[str, Any], member: str, value: str) -> dict[str, Any]:
    if not (detail := line.get(_DETAIL)):
        return dict(line)
    others = {name: one for name, one in detail.items() if name != member}
    return {**line, _DETAIL: {**others, member: {"value": value}} if value else others}


def _member(member: str, inner: str, value: str, company: CompanyProfile) -> Any:
    if f".{inner}" == NAME_IN_LIST:
        return {"value": _id_of(member, value, company)}
    return {inner: value} if inner else value


def _id_of(member: str, name: str, company: CompanyProfile) -> str:
    known = company.lists.get(member, _NONE)
    if name and name not in known:
        raise VendorError(_not_in_list(member, name))
    return known[name] if name else ""


def _not_in_list(member: str, name: str) -> Failure:
    """The name may be entered into the list at any time."""
    return _until_changed(refusals.NOT_IN_LIST(field=words.LISTS[member], value=name))


def _until_changed(text: str) -> Failure:
    return Failure(category=ErrorCategory.VALUE_DOES_NOT_FIT, cure=Cure.PERSON, text=text, blockers=(PREFERENCES,))


def _custom_fields(
    custom: Mapping[str, str], stored: Iterable[Mapping[str, Any]], company: CompanyProfile
) -> list[dict[str, Any]]:
    kept = {str(field.get("DefinitionId")): dict(field) for field in stored}
    used = company.custom_fields.keys() | company.further_fields.keys()
    new = {
        key: {"DefinitionId": key, **_valued(key, value, company)} for key, value in custom.items() if value or key in used
    }
    return [field for _, field in sorted({**kept, **new}.items())]


def _valued(key: str, value: str, company: CompanyProfile) -> dict[str, Any]:
    """A value in the member of its field's type; a blank text is an empty one, any other blank an element without a value.

    Of a drop-down it is the option's id.
    """
    if key in company.custom_fields:
        return {"Type": "StringType", "StringValue": value}
    if (known := company.further_fields.get(key)) is None:
        raise VendorError(_until_changed(refusals.NO_CUSTOM_FIELD(field=key)))
    match known.type:
        case FieldType.NUMBER:
            return {"Type": "NumberType"} | ({"NumberValue": _number(known, value)} if value else {})
        case FieldType.DATE:
            return {"Type": "DateType"} | ({"DateValue": value} if value else {})
        case FieldType.ENUMERATION:
            return {"Type": "StringType"} | ({"StringValue": _option(known, value, company)} if value else {})
        case _:
            return {"Type": "StringType", "StringValue": value}


def _number(field: VendorField, value: str) -> Decimal:
    found = parsed_number(value)
    if found is None:
        raise refused(ErrorCategory.VALUE_DOES_NOT_FIT, refusals.NO_NUMBER(field=field.label, value=value))
    return found


def _option(field: VendorField, label: str, company: CompanyProfile) -> str:
    known = company.lists.get(field.name, _NONE)
    if label not in known:
        raise VendorError(_until_changed(refusals.NO_OPTION(field=field.label, value=label)))
    return known[label]
