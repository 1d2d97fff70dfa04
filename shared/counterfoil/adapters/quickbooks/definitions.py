"""The custom fields that a company has defined beside the classic three, as QuickBooks' Custom Fields API tells them.

REST knows a field by its definition's `legacyIDV2`, not by the GraphQL `id`.
Sources: https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields/get-started and
https://intuitdeveloper.github.io/intuit-api/docs/schema-entities/customfield
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from counterfoil.adapters.http import Answer, VendorHttp
from counterfoil.domain.connection import CompanyProfile, Told
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.rules.filter import FieldType
from counterfoil.domain.rules.vendor_field import CLASSIC_CUSTOM_FIELDS, CUSTOM_FIELD, VendorField

_PAGE = 50
_MOST_PAGES = 20
_INVOICES = "SALE_INVOICE"
_FIELDS = "appFoundationsCustomFieldDefinitions"
_QUESTION = f"""query Fields($first: Int, $after: String) {{
  {_FIELDS}(filters: {{active: true}}, first: $first, after: $after) {{
    edges {{ node {{ legacyIDV2 label dataType active dropDownOptions {{ id value active }}
      associations {{ active associationCondition subAssociations {{ associatedEntity active }} }} }} }}
    pageInfo {{ endCursor hasNextPage }} }} }}"""
_TYPES: Mapping[str, FieldType] = {
    "STRING": FieldType.TEXT,
    "STRING_LIST": FieldType.ENUMERATION,
    "NUMBER": FieldType.NUMBER,
    "DATE": FieldType.DATE,
}
"""Others, such as lists of records, cannot be mapped."""

_Node = Mapping[str, Any]


def translate(answer: Answer) -> Failure | None:
    """The failure that an answer of the GraphQL API means; None for data.

    A refusal is about this API alone: the connection stays as it is, whatever is missing here.
    """
    if answer.status == 200 and isinstance(answer.body, Mapping) and not answer.body.get("errors"):
        return None if isinstance(answer.body.get("data"), Mapping) else _trouble(answer, Cure.LOOKING)
    if answer.status in {401, 429}:
        return _trouble(answer, Cure.WAITING)
    is_refused = answer.status < 500 and (answer.status != 200 or isinstance(answer.body, Mapping))
    return _trouble(answer, Cure.PERSON if is_refused else Cure.LOOKING)


def with_further_fields(company: CompanyProfile, http: VendorHttp) -> CompanyProfile:
    """The company with the custom fields of its invoices beside the classic three. A request for each fifty definitions.

    `http` reaches the GraphQL API. Raises nothing: that it refused, or did not answer, is part of what is known.
    """
    try:
        found = [node for node in _nodes(http) if _is_of_invoices(node)]
        fields = {one.name.removeprefix(CUSTOM_FIELD): one for one in map(_field, found)}
        options = {CUSTOM_FIELD + str(node["legacyIDV2"]): ids for node in found if (ids := _options(node))}
    except VendorError as error:
        refused = error.failure.category is ErrorCategory.UNEXPECTED
        return replace(company, told_further=Told.REFUSED if refused else Told.UNANSWERED)
    except (KeyError, TypeError, AttributeError):
        return replace(company, told_further=Told.UNANSWERED)
    return replace(company, further_fields=fields, lists={**company.lists, **options}, told_further=Told.TOLD)


def _nodes(http: VendorHttp) -> Iterator[_Node]:
    after: str | None = None
    for _ in range(_MOST_PAGES):
        body = {"query": _QUESTION, "variables": {"first": _PAGE, "after": after}}
        page = http.call("POST", "/graphql", reads=True, body=body).body["data"][_FIELDS]
        yield from (edge["node"] for edge in page["edges"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _is_of_invoices(node: _Node) -> bool:
    """Whether an active field of a type that can be mapped is shown on invoices; the classic ones are known otherwise."""
    known = node["active"] and node["dataType"] in _TYPES and str(node["legacyIDV2"]) not in CLASSIC_CUSTOM_FIELDS
    return known and any(_names_invoices(one) for one in _listed(node, "associations"))


def _names_invoices(association: Mapping[str, Any]) -> bool:
    forms = [one["associatedEntity"] for one in _listed(association, "subAssociations") if one["active"]]
    return association["active"] and association["associationCondition"] == "INCLUDED" and _INVOICES in forms


def _field(node: _Node) -> VendorField:
    name = CUSTOM_FIELD + str(node["legacyIDV2"])
    return VendorField(name=name, label=str(node["label"] or name), type=_TYPES[node["dataType"]])


def _options(node: _Node) -> dict[str, str]:
    return {str(one["value"]): str(one["id"]) for one in _listed(node, "dropDownOptions") if one["active"]}


def _listed(node: _Node, name: str) -> Sequence[Mapping[str, Any]]:
    return node[name] or ()


def _trouble(answer: Answer, cure: Cure) -> Failure:
    told = answer.body.get("errors") if isinstance(answer.body, Mapping) else None
    return Failure(
        category=ErrorCategory.UNEXPECTED if cure is Cure.PERSON else ErrorCategory.VENDOR_UNAVAILABLE,
        cure=cure,
        vendor_text=str(told or f"HTTP status {answer.status} without a readable answer"),
        code=str(answer.status),
        request_id=answer.request_id,
    )
