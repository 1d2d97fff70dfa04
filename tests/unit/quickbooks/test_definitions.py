"""Whatever the Custom Fields API answers says something of custom fields, and nothing of the connection."""

from typing import Any

import httpx2
import pytest

from counterfoil.adapters.quickbooks.definitions import translate, with_further_fields
from counterfoil.domain.connection import CompanyProfile, Told
from tests.unit.quickbooks.support import Answering, Answers, http

COMPANY = CompanyProfile(name="Books", lists={"ClassRef": {"Web": "1"}})
FIELDS = "appFoundationsCustomFieldDefinitions"


def asked(answer: Answering) -> CompanyProfile:
    return with_further_fields(COMPANY, http(answer, translated=translate))


def page(*nodes: Any, more: bool = False) -> dict[str, Any]:
    edges = [{"node": one} for one in nodes]
    return {"data": {FIELDS: {"edges": edges, "pageInfo": {"endCursor": "c", "hasNextPage": more}}}}


def a_node(**members: Any) -> dict[str, Any]:
    forms = [{"associatedEntity": "SALE_INVOICE", "active": True}]
    association = {"active": True, "associationCondition": "INCLUDED", "subAssociations": forms}
    usual = {"legacyIDV2": "1149601", "label": "Order", "dataType": "STRING", "active": True, "dropDownOptions": None}
    return {**usual, "associations": [association], **members}


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (200, page(), Told.TOLD),
        (200, {**page(), "errors": []}, Told.TOLD),
        (200, {"data": None, "errors": [{"message": "no"}]}, Told.REFUSED),
        (403, {"errors": [{"message": "no"}]}, Told.REFUSED),
        (403, None, Told.REFUSED),
        (404, None, Told.REFUSED),
        (401, None, Told.UNANSWERED),
        (429, None, Told.UNANSWERED),
        (500, {"errors": [{"message": "no"}]}, Told.UNANSWERED),
        (200, None, Told.UNANSWERED),
        (200, [], Told.UNANSWERED),
        (200, {}, Told.UNANSWERED),
        (200, {"data": {}}, Told.UNANSWERED),
        (200, {"data": {FIELDS: None}}, Told.UNANSWERED),
        (200, page({"label": "Order"}), Told.UNANSWERED),
        (200, page(None), Told.UNANSWERED),
    ],
)
def test_whatever_is_answered_is_part_of_the_profile(status: int, body: Any, told: Told) -> None:
    found = asked(Answers(lambda _: httpx2.Response(status, json=body)))
    assert (found.told_further, dict(found.further_fields), found.lists) == (told, {}, COMPANY.lists)


@pytest.mark.parametrize(
    ("members", "is_found"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"legacyIDV2": "3"}, False),
        ({"dataType": "BOOLEAN"}, False),
        ({"associations": None}, False),
        ({"associations": [{"active": False, "associationCondition": "INCLUDED", "subAssociations": []}]}, False),
        ({"associations": [{"active": True, "associationCondition": "EXCLUDED", "subAssociations": []}]}, False),
        ({"associations": [{"active": True, "associationCondition": "INCLUDED", "subAssociations": None}]}, False),
    ],
)
def test_only_active_fields_of_invoices_count(members: dict[str, Any], is_found: bool) -> None:  # noqa: FBT001
    found = asked(Answers(lambda _: httpx2.Response(200, json=page(a_node(**members)))))
    assert (found.told_further, bool(found.further_fields)) == (Told.TOLD, is_found)


def test_pages_that_never_end_are_left() -> None:
    answers = Answers(lambda _: httpx2.Response(200, json=page(a_node(), more=True)))
    assert [*asked(answers).further_fields] == ["1149601"]
    assert [one["variables"]["after"] for one in answers.bodies()] == [None, *["c"] * 19]
