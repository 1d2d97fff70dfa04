"""Custom fields of sales forms: the classic three, and those that a company defined beside them.

The further ones are seen and written with `include=enhancedAllCustomFields` only, and are known by their `legacyIDV2`.
https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields/get-started
https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields/use-cases
"""

from collections.abc import Iterable, Mapping

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.wire import Document, blank, date_of, decimal_of

INCLUDE = "enhancedAllCustomFields"
FIRST_MINOR_VERSION = 70
FORMS: Mapping[str, str] = {
    "Invoice": "SALE_INVOICE",
    "Estimate": "SALE_ESTIMATE",
    "CreditMemo": "SALE_CREDIT",
    "RefundReceipt": "SALE_REFUND",
    "SalesReceipt": "SALE",
}
VALUES: Mapping[str, str] = {
    "STRING": "String",
    "STRING_LIST": "String",
    "OBJECT_LIST": "String",
    "NUMBER": "Number",
    "DATE": "Date",
}
"""What the type of a value, and the member that holds it, begin with."""

UNVALUED = ("DefinitionId", "Name", "Type")


def asks_for_all(arguments: Mapping[str, str]) -> bool:
    """Whether a request wants every custom field. Below minor version 70 the word means nothing."""
    version = arguments.get("minorversion", "")
    return INCLUDE in arguments.get("include", "").split(",") and version.isdecimal() and int(version) >= FIRST_MINOR_VERSION


def put_custom_fields(company: Company, entity: str, draft: Document, before: Document | None) -> None:
    """Enabled classic fields always appear; a further one is dropped silently unless it is one of this form's.

    Raises 3000 for a field that the request cannot name, 2170 for an option that a drop-down lacks, 2060, 2080.
    """
    sent = _by_definition(draft)
    stored = _by_definition(before or {})
    classic, further = company.custom_fields(), _of_form(company, entity)
    if not company.shows_all and (unknown := sorted(set(sent) - set(classic) - set(stored))):
        raise QuickBooksError("3000", f"Invalid Custom Field : DefinitionId {unknown[0]}", "CustomField")
    draft["CustomField"] = [
        {"DefinitionId": key, "Name": name, "Type": "StringType", "StringValue": sent.get(key, {}).get("StringValue")}
        for key, name in classic.items()
    ]
    keeps = not company.shows_all or company.switches.unnamed_custom_fields == "keep"
    known = {**(stored if keeps else {}), **(sent if company.shows_all else {})}
    values = [_valued(company, one, known.get(key, {})) for key, one in further.items()]
    shows_blank = company.switches.blank_custom_fields_shown
    draft["CustomField"] += [value for value in values if shows_blank or len(value) > len(UNVALUED)]


def shown_fields(company: Company, fields: Iterable[Document]) -> list[Document]:
    """The fields of a form as this request sees them."""
    return [field for field in fields if company.shows_all or field["DefinitionId"] not in company.definitions]


def definition(number: int, label: str, kind: str, options: Iterable[str], forms: Iterable[str]) -> Document:
    """A definition as the Custom Fields API has it. `kind` is one of `VALUES`, `forms` are kinds of sales forms."""
    subordinate = [{"associatedEntity": FORMS[form], "active": True, "allowedOperations": []} for form in forms]
    association = {
        "associatedEntity": "/transactions/Transaction",
        "active": True,
        "associationCondition": "INCLUDED",
        "allowedOperations": [],
        "validationOptions": {"required": False},
        "subAssociations": subordinate,
    }
    listed = [
        {"id": str(place), "value": option, "active": True, "order": place} for place, option in enumerate(options, start=1)
    ]
    return {
        "id": f"udcf_{number}",
        "legacyIDV2": str(1_149_600 + number),
        "label": label,
        "dataType": kind,
        "active": True,
        "dropDownOptions": listed,
        "associations": [association],
    }


def classic_definitions(company: Company) -> list[Document]:
    """The classic fields as definitions, where the API lists them as well."""
    if not company.switches.classic_fields_defined:
        return []
    every = {key: definition(int(key), name, "STRING", (), FORMS) for key, name in company.custom_fields().items()}
    return [{**one, "id": f"udcf_c{key}", "legacyIDV2": key} for key, one in every.items()]


def _of_form(company: Company, entity: str) -> dict[str, Document]:
    return {key: one for key, one in company.definitions.items() if one["active"] and FORMS[entity] in _forms(one)}


def _forms(one: Document) -> set[str]:
    return {str(form["associatedEntity"]) for part in one["associations"] for form in part["subAssociations"]}


def _by_definition(form: Document) -> dict[str, Document]:
    return {str(field.get("DefinitionId")): field for field in form.get("CustomField", [])}


def _valued(company: Company, one: Document, field: Document) -> Document:
    kind = VALUES[one["dataType"]]
    element = dict(zip(UNVALUED, (one["legacyIDV2"], one["label"], f"{kind}Type"), strict=True))
    value = field.get(f"{kind}Value")
    if blank(value):
        return element
    if kind == "Number":
        value = decimal_of(value, "CustomField")
    if kind == "Date":
        value = date_of(value, "CustomField").isoformat()
    if one["dropDownOptions"] and value not in {option["id"] for option in one["dropDownOptions"] if option["active"]}:
        if company.switches.unknown_option == "drop":
            return element
        raise QuickBooksError("2170", f"Invalid Enumeration : {value}", "CustomField")
    return {**element, f"{kind}Value": value}
