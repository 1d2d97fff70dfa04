"""What programs read, with a token: how connections and records stand, in stable names."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.domain.role import Role
from tests.builders import a_connection
from tests.contract.stores.values import native, outcome
from tests.unit.console.house import House
from tests.unit.console.programs import Program, program_of
from tests.unit.console.programs import read as answered

FAILING, IN_SYNC = OutcomeStatus.FAILING, OutcomeStatus.IN_SYNC
CLOSED = ErrorCategory.BOOKS_CLOSED


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection with three invoices, one of which needs a person."""
    connection_id = house.connections.save(a_connection()).id
    for number, status in enumerate((IN_SYNC, FAILING, IN_SYNC)):
        listing = Listing(name=f"INV-{number}", detail="Ann Example", amount=Decimal("12.50"), currency="USD")
        told = outcome(native(number), status, number, connection_id=connection_id)
        house.outcomes.record([replace(told, listing=listing, category=CLOSED if status is FAILING else None)])
    return connection_id


@pytest.fixture
def program(house: House) -> Program:
    """A program with a viewer's token."""
    return program_of(house, Role.VIEWER)


def read(program: Program, path: str) -> Any:
    return answered(program.get(f"/api/v1/{path}"))


def test_connections_are_listed(program: Program, connection_id: str) -> None:
    (connection,) = read(program, "connections")["connections"]
    assert (connection["id"], connection["state"]) == (connection_id, "active")


def test_the_status_has_counts_and_money_as_text(program: Program, connection_id: str) -> None:
    status = read(program, f"connections/{connection_id}/status")
    assert (status["needs_you"], status["needs_you_money"]) == (1, {"USD": "12.5"})
    invoices = next(kind for kind in status["kinds"] if kind["kind"] == "invoice")
    assert {one["status"]: (one["records"], one["money"]) for one in invoices["standings"]} == {
        "in_sync": (2, {"USD": "25"}),
        "failing": (1, {"USD": "12.5"}),
    }
    assert len(status["days"]) == 30


def test_causes_come_with_their_records(program: Program, connection_id: str) -> None:
    (cause,) = read(program, f"connections/{connection_id}/causes")["causes"]
    assert (cause["category"], cause["records"]) == ("E7", {"invoice": 1})
    assert [record["ref"] for record in cause["longest"]] == ["hubspot:invoice:1"]


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("", ["hubspot:invoice:2", "hubspot:invoice:1", "hubspot:invoice:0"]),
        ("?status=failing", ["hubspot:invoice:1"]),
        ("?category=E7", ["hubspot:invoice:1"]),
        ("?q=inv-2", ["hubspot:invoice:2"]),
        ("?kind=customer", []),
    ],
)
def test_records_are_listed_as_wanted(program: Program, connection_id: str, query: str, refs: list[str]) -> None:
    listed = read(program, f"connections/{connection_id}/records{query}")
    assert [record["ref"] for record in listed["records"]] == refs
    assert all(record["amount"] == "12.5" for record in listed["records"])


@pytest.mark.parametrize(("field", "value"), [("kind", "bill"), ("status", "fine"), ("category", "E99"), ("after", "x")])
def test_a_field_that_does_not_fit_is_named(program: Program, connection_id: str, field: str, value: str) -> None:
    answer = program.get(f"/api/v1/connections/{connection_id}/records?{field}={value}")
    assert (answer.status, list(json.loads(answer.text)["faults"])) == (422, [field])


def test_a_record_is_told_whole(program: Program, connection_id: str) -> None:
    (record,) = read(program, f"connections/{connection_id}/records/hubspot:invoice:1")
    assert record["record"]["category"] == "E7"
    assert [event["record"]["status"] for event in record["activity"]] == ["failing"]


@pytest.mark.parametrize(
    "path",
    [
        "connections/another/status",
        "connections/another/causes",
        "connections/another/records",
        "connections/another/records/hubspot:invoice:1",
        "connections/{id}/records/hubspot:invoice:404",
        "connections/{id}/records/nonsense",
        "nothing",
    ],
)
def test_what_is_not_there_is_said_so(program: Program, connection_id: str, path: str) -> None:
    answer = program.get(f"/api/v1/{path.format(id=connection_id)}")
    assert answer.status == 404
    assert json.loads(answer.text)["detail"]


def test_the_document_describes_every_operation_for_programs(program: Program) -> None:
    answer = program.get("/api/openapi.json")
    document = json.loads(answer.text)
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/connections/{connection}/records" in document["paths"]
    parameters = document["paths"]["/api/v1/connections/{connection}/records"]["get"]["parameters"]
    assert {one["name"] for one in parameters} == {"connection", "kind", "status", "category", "q", "after"}
    references = [part.split('"')[0] for part in answer.text.split('"#/components/schemas/')[1:]]
    assert set(references) <= set(document["components"]["schemas"])


def test_kinds_are_named_as_everywhere(program: Program, connection_id: str) -> None:
    status = read(program, f"connections/{connection_id}/status")
    assert [kind["kind"] for kind in status["kinds"]] == list(EntityKind)


def test_the_document_says_of_every_act_how_it_is_repeated_and_refused(program: Program) -> None:
    paths = json.loads(program.get("/api/openapi.json").text)["paths"]
    operations = [(method, one) for path in paths.values() for method, one in path.items()]
    assert len({one["operationId"] for _, one in operations}) == len(operations) > 40
    for method, one in operations:
        named = {parameter["name"] for parameter in one["parameters"] if parameter["required"]}
        assert ("Idempotency-Key" in named) is (method == "post")
        assert ("requestBody" in one, "409" in one["responses"]) == (method == "post", method == "post")
        assert one["summary"].endswith(".")
        assert "application/problem+json" in one["responses"]["401"]["content"]


def test_a_field_that_there_is_not_is_named_and_never_means_everything(house: House, connection_id: str) -> None:
    program = program_of(house, Role.ADMINISTRATOR)
    answers = [
        program.get(f"/api/v1/connections/{connection_id}/records?state=failing"),
        program.post(f"connections/{connection_id}/retry", {"record": "hubspot:invoice:1"}),
    ]
    assert [(one.status, json.loads(one.text)["faults"]) for one in answers] == [
        (422, {"state": "there is no such field"}),
        (422, {"record": "there is no such field"}),
    ]
    assert not house.queue.take()


def test_half_a_character_is_not_understood(house: House, connection_id: str) -> None:
    program = program_of(house, Role.ADMINISTRATOR)
    there = f"connections/{connection_id}/records/hubspot:invoice:1/leave-out"
    assert program.post(there, {"why": "\ud800"}).status == 400


def test_every_operation_says_what_it_takes_and_how_it_can_fail(program: Program) -> None:
    document = json.loads(program.get("/api/openapi.json").text)
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert all({"200", "401", "403", "422", "429", "500"} <= one["responses"].keys() for one in operations)
    bodies = [one["requestBody"]["content"]["application/json"]["schema"] for one in operations if "requestBody" in one]
    models = [
        document["components"]["schemas"][body["$ref"].rpartition("/")[2]] if "$ref" in body else body for body in bodies
    ]
    assert all(model["additionalProperties"] is False for model in models)
