"""Custom fields beside the classic three: their definitions by GraphQL, and their values with the include.

https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields/get-started
"""

from typing import Any

import httpx2
import pytest

from infra.sandbox.kernel import exact_json
from tests.contract.quickbooks_twin.client import Books, Document
from tests.contract.quickbooks_twin.test_gateway import TOKENS, basic

SCOPE = "app-foundations.custom-field-definitions.read"
ALL = {"include": "enhancedAllCustomFields", "minorversion": "75"}
QUERY = """query Fields($first: Int, $after: String) {
  appFoundationsCustomFieldDefinitions(filters: {active: true}, first: $first, after: $after) {
    edges { node { id legacyIDV2 label dataType active dropDownOptions { id value active order }
      associations { associatedEntity subAssociations { associatedEntity active } } } }
    pageInfo { endCursor hasNextPage } } }"""
FIELDS = "appFoundationsCustomFieldDefinitions"


def granted(books: Books, scopes: str) -> Books:
    """The company as an app sees it to which a person gave these scopes."""
    back = "https://app.example.com/cb"
    found = books.credentials
    asked = {"client_id": found["client_id"], "response_type": "code", "redirect_uri": back, "scope": scopes}
    code = httpx2.URL(books.http.get("/connect/oauth2", params=asked).headers["location"]).params["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
    tokens = books.http.post(TOKENS, data=form, headers=basic(books)).json()
    return Books(books.twin, {**found, "access_token": tokens["access_token"]})


def asked(books: Books, query: str = QUERY, **variables: Any) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {books.credentials['access_token']}"}
    return books.http.post("/graphql", content=exact_json.dumps({"query": query, "variables": variables}), headers=headers)


def nodes(books: Books, **variables: Any) -> list[Document]:
    return [edge["node"] for edge in asked(books, **variables).json()["data"][FIELDS]["edges"]]


def defined(books: Books, label: str, kind: str = "STRING", **more: Any) -> str:
    """The `legacyIDV2` of a new field."""
    return str(books.do("define_custom_field", label=label, kind=kind, **more)["legacyIDV2"])


def of(form: Document, key: str) -> Document:
    """What a form shows of a field; empty where it shows nothing."""
    return next((one for one in form["CustomField"] if one["DefinitionId"] == key), {})


@pytest.fixture
def allowed(books: Books) -> Books:
    """An app that may read definitions."""
    return granted(books, f"com.intuit.quickbooks.accounting {SCOPE}")


def test_definitions_have_a_type_options_and_forms(allowed: Books) -> None:
    defined(allowed, "Region", "STRING_LIST", options=["North", "South"])
    found = next(one for one in nodes(allowed) if one["label"] == "Region")
    assert (found["id"], found["legacyIDV2"], found["dataType"]) == ("udcf_1", "1149601", "STRING_LIST")
    assert [(one["id"], one["value"]) for one in found["dropDownOptions"]] == [("1", "North"), ("2", "South")]
    [association] = found["associations"]
    assert association["associatedEntity"] == "/transactions/Transaction"
    assert [one["associatedEntity"] for one in association["subAssociations"]] == ["SALE_INVOICE"]


def test_definitions_are_read_in_pages(allowed: Books) -> None:
    allowed.switch(classic_fields_defined=False)
    for number in range(5):
        defined(allowed, f"Field {number}")
    seen: list[str] = []
    after: str | None = None
    for more in (True, True, False):
        page = asked(allowed, first=2, after=after).json()["data"][FIELDS]
        seen += [edge["node"]["label"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert page["pageInfo"]["hasNextPage"] is more
    assert seen == [f"Field {number}" for number in range(5)]


@pytest.mark.parametrize(("switch", "labels"), [(1, ["Crew #"]), (0, [])])
def test_the_classic_fields_may_be_among_the_definitions(allowed: Books, switch: int, labels: list[str]) -> None:
    allowed.switch(classic_fields_defined=bool(switch))
    assert [one["label"] for one in nodes(allowed)] == labels


def test_a_retired_field_is_no_active_one(allowed: Books) -> None:
    key = defined(allowed, "Region")
    allowed.do("retire_custom_field", id=key)
    assert key not in {one["legacyIDV2"] for one in nodes(allowed)}
    every = asked(allowed, f"{{ {FIELDS} {{ edges {{ node {{ legacyIDV2 active }} }} }} }}").json()["data"][FIELDS]["edges"]
    assert {"node": {"legacyIDV2": key, "active": False}} in every


@pytest.mark.parametrize(("refusal", "status"), [("403", 403), ("errors", 200)])
def test_neither_scope_nor_edition_may_be_missing(books: Books, allowed: Books, refusal: str, status: int) -> None:
    books.switch(custom_fields_refusal=refusal)
    without = asked(books)
    books.switch(custom_fields_api=False)
    for answer in (without, asked(allowed)):
        assert (answer.status_code, answer.json()["data"]) == (status, None)
        assert answer.json()["errors"][0]["message"]


def test_a_dead_token_is_refused(allowed: Books) -> None:
    allowed.do("revoke_grant")
    assert asked(allowed).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "{ customers { id } }",
        f"{{ {FIELDS} {{ edges {{ node {{ colour }} }} }} }}",
        f"{{ {FIELDS} {{ edges {{ node",
        f"{{ {FIELDS} }}",
        f'{{ {FIELDS}(after: "nowhere") {{ edges {{ node {{ id }} }} }} }}',
        f"{{ {FIELDS}(first 2) {{ edges {{ node {{ id }} }} }} }}",
    ],
)
def test_what_cannot_be_asked(allowed: Books, query: str) -> None:
    answer = asked(allowed, query)
    assert (answer.status_code, answer.json()["data"]) == (200, None)
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("kind", "member", "value"),
    [("STRING", "StringValue", "4711"), ("NUMBER", "NumberValue", 7), ("DATE", "DateValue", "2026-03-20")],
)
def test_values_are_seen_with_the_include_only(books: Books, kind: str, member: str, value: object) -> None:
    key = defined(books, "Order", kind)
    made = books.write("Invoice", books.invoice(CustomField=[{"DefinitionId": key, member: value}]), **ALL)
    whole = {"DefinitionId": key, "Name": "Order", "Type": member.replace("Value", "Type"), member: value}
    assert of(made, key) == whole
    plain = books.get("Invoice", made["Id"])
    assert [one["DefinitionId"] for one in plain["CustomField"]] == ["1"]
    statement = f"select * from Invoice where Id = '{made['Id']}'"
    [row] = books.call("GET", "query", query=statement, **ALL).json()["QueryResponse"]["Invoice"]
    assert of(row, key) == whole
    old = books.call("GET", f"invoice/{made['Id']}", include=ALL["include"], minorversion="69").json()["Invoice"]
    assert of(old, key) == {}


def test_what_does_not_see_them_keeps_them(books: Books) -> None:
    key = defined(books, "Order")
    made = books.write("Invoice", books.invoice(CustomField=[{"DefinitionId": key, "StringValue": "4711"}]), **ALL)
    plain = books.get("Invoice", made["Id"])
    noted = books.write("Invoice", {**plain, "PrivateNote": "Called"})
    sparse = {"Id": made["Id"], "SyncToken": noted["SyncToken"], "sparse": True, "PrivateNote": "Called again"}
    books.write("Invoice", sparse)
    assert of(books.do("read", entity="Invoice", id=made["Id"]), key)["StringValue"] == "4711"


@pytest.mark.parametrize(("switch", "left"), [("clear", None), ("keep", "4711")])
def test_whether_unnamed_fields_stay_is_not_documented(books: Books, switch: str, left: str | None) -> None:
    books.switch(unnamed_custom_fields=switch)
    order, crew = defined(books, "Order"), defined(books, "Crew")
    made = books.write("Invoice", books.invoice(CustomField=[{"DefinitionId": order, "StringValue": "4711"}]), **ALL)
    named = {"CustomField": [{"DefinitionId": crew, "StringValue": "A"}]}
    after = books.write("Invoice", {"Id": made["Id"], "SyncToken": made["SyncToken"], "sparse": True, **named}, **ALL)
    assert (of(after, crew)["StringValue"], of(after, order).get("StringValue")) == ("A", left)


def test_a_field_of_other_forms_is_dropped_silently(books: Books) -> None:
    key = defined(books, "Order", forms=["Estimate"])
    body = books.invoice(CustomField=[{"DefinitionId": key, "StringValue": "4711"}])
    assert of(books.write("Invoice", body, **ALL), key) == {}
    assert of(books.write("Estimate", body, **ALL), key)["StringValue"] == "4711"
    assert books.refused("Invoice", body)[0] == "3000"


@pytest.mark.parametrize("switch", ["refuse", "drop"])
def test_a_drop_down_takes_the_ids_of_its_options(books: Books, switch: str) -> None:
    books.switch(unknown_option=switch)
    key = defined(books, "Region", "STRING_LIST", options=["North", "South"])
    made = books.write("Invoice", books.invoice(CustomField=[{"DefinitionId": key, "StringValue": "2"}]), **ALL)
    assert of(made, key)["StringValue"] == "2"
    labelled = books.invoice(CustomField=[{"DefinitionId": key, "StringValue": "South"}])
    if switch == "refuse":
        assert books.refused("Invoice", labelled, **ALL)[0] == "2170"
    else:
        assert of(books.write("Invoice", labelled, **ALL), key) == {}


@pytest.mark.parametrize(("kind", "member", "code"), [("NUMBER", "NumberValue", "2080"), ("DATE", "DateValue", "2060")])
def test_a_value_has_the_type_of_its_field(books: Books, kind: str, member: str, code: str) -> None:
    field = {"DefinitionId": defined(books, "Order", kind), member: "soon"}
    assert books.refused("Invoice", books.invoice(CustomField=[field]), **ALL)[0] == code


@pytest.mark.parametrize("switch", [0, 1])
def test_a_blank_field_may_be_shown(books: Books, switch: int) -> None:
    books.switch(blank_custom_fields_shown=bool(switch))
    key = defined(books, "Order")
    made = books.write("Invoice", books.invoice(), **ALL)
    assert bool(of(made, key)) is bool(switch)


@pytest.mark.parametrize("switch", [0, 1])
def test_whether_batches_and_captures_know_the_include_is_not_documented(books: Books, switch: int) -> None:
    books.switch(custom_fields_in_batches=bool(switch), custom_fields_in_captures=bool(switch))
    key = defined(books, "Order")
    made = books.write("Invoice", books.invoice(CustomField=[{"DefinitionId": key, "StringValue": "4711"}]), **ALL)
    item = {"bId": "1", "Query": f"select * from Invoice where Id = '{made['Id']}'"}
    [answer] = books.call("POST", "batch", {"BatchItemRequest": [item]}, **ALL).json()["BatchItemResponse"]
    assert bool(of(answer["QueryResponse"]["Invoice"][0], key)) is bool(switch)
    captured = books.call("GET", "cdc", entities="Invoice", changedSince="2026-03-16T08:00:00-07:00", **ALL).json()
    rows = captured["CDCResponse"][0]["QueryResponse"][0]["Invoice"]
    assert bool(of(next(row for row in rows if row["Id"] == made["Id"]), key)) is bool(switch)


def test_a_company_without_them_takes_no_notice_of_the_include(books: Books) -> None:
    key = defined(books, "Order")
    books.switch(custom_fields_api=False)
    field = {"DefinitionId": key, "StringValue": "4711"}
    assert books.refused("Invoice", books.invoice(CustomField=[field]), **ALL)[0] == "3000"
