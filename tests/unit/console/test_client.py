"""The typed client: a method for each operation and no more, each of which calls what it names."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil_console.api.dead_letters import WantedKind
from counterfoil_console.api.deciding import WantedRetry
from counterfoil_console.api.exports import WantedExport
from counterfoil_console.api.notices import WantedNotices
from counterfoil_console.api.people import Prefers
from counterfoil_console.api.plans import WantedPlan, WantedRows
from counterfoil_console.api.records import WantedRecords
from counterfoil_console.api.rules import ChangedRules, Rules
from counterfoil_console.domain.role import Role
from counterfoil_console.web.api.document import document
from infra.client.calls import Caller, ProblemError
from infra.client.client import ConsoleClient, opened
from tests.builders import a_connection
from tests.unit.console.clients import client_in_person, client_of
from tests.unit.console.house import House
from tests.unit.console.programs import Program, program_of

ARGUMENTS: dict[str, Any] = {
    "connection": "62515-9130",
    "record": "hubspot:invoice:1",
    "other": "quickbooks:invoice:1",
    "plan": "20261128-101500-000000",
    "export": "20261128-101500-000000",
    "kind": "invoice",
    "check": "closed_books",
    "finding": "No closing date is set.",
    "version": 1,
    "why": "A reason.",
    "month": "2026-10",
    "email": "lee@example.com",
    "role": Role.VIEWER,
    "person": "lee",
    "token": "one",
    "name": "Report",
    "days": 30,
    "language": "en",
    "documents": Rules(rules=()),
    "changed": ChangedRules(rules=(), why="A reason."),
}
WANTED = {
    "records": WantedRecords(),
    "plan_rows": WantedRows(),
    "retry": WantedRetry(),
    "make_plan": WantedPlan(),
    "dead_letters": WantedKind(),
    "redrive": WantedKind(),
    "save_notices": WantedNotices(),
    "make_export": WantedExport(),
    "set_preferences": Prefers(),
}
"""What methods are called with, by the names of their parameters."""


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and the rest of every operation, by its name."""
    paths: Any = document()["paths"]
    return {
        one["operationId"]: (method.upper(), path, one) for path, found in paths.items() for method, one in found.items()
    }


def methods() -> Iterator[str]:
    own = set(dir(Caller))
    return (name for name in dir(ConsoleClient) if not name.startswith("_") and name not in own)


def called(name: str) -> tuple[httpx2.Request, ConsoleClient]:
    """What a method sends."""
    sent: list[httpx2.Request] = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(404, json={"detail": "nothing"})

    client = ConsoleClient(http=httpx2.Client(transport=httpx2.MockTransport(refuse), base_url="https://console.example"))
    method: Callable[..., object] = getattr(client, name)
    given = [WANTED[name] if one == "wanted" else ARGUMENTS[one] for one in inspect.signature(method).parameters]
    with pytest.raises(ProblemError):
        method(*given)
    return sent[0], client


def test_there_is_a_method_for_each_operation_and_no_more() -> None:
    assert sorted(methods()) == sorted(operations())


@pytest.mark.parametrize("name", sorted(operations()))
def test_each_method_calls_the_operation_of_its_name(name: str) -> None:
    method, path, described = operations()[name]
    request, _ = called(name)
    parts = {"connection": "connection", "record": "record", "plan": "plan", "kind": "kind", "export": "export"}
    parts |= {"check": "check", "person_id": "person", "token_id": "token"}
    for part, argument in parts.items():
        path = path.replace(f"{{{part}}}", str(ARGUMENTS[argument]))
    assert (request.method, request.url.path) == (method, path)
    known = {one["name"] for one in described["parameters"] if one["in"] == "query"}
    assert set(request.url.params) <= known
    assert ("idempotency-key" in request.headers) is (method == "POST")


@pytest.fixture
def connection_id(house: House) -> str:
    return house.connections.save(a_connection()).id


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token."""
    return program_of(house, Role.ADMINISTRATOR)


def test_answers_are_typed(program: Program, connection_id: str) -> None:
    client = client_of(program)
    (connection,) = client.connections().connections
    assert connection.id == connection_id
    status = client.status(connection_id)
    assert [one.kind for one in status.kinds] == list(EntityKind)
    assert client.records(connection_id, WantedRecords(kind=EntityKind.CUSTOMER)).records == ()
    job = client.make_plan(connection_id, WantedPlan(records=("hubspot:invoice:1",)))
    assert client.plan(connection_id, job.id) == job
    assert client.plans(connection_id).plans == (job,)


def test_a_refusal_names_what_is_wrong(program: Program, connection_id: str) -> None:
    client, wrong = client_of(program), Rules(rules=({"kind": "invoice"},))
    with pytest.raises(ProblemError) as caught:
        client.check_rules(connection_id, wrong)
    assert caught.value.status == 422
    assert "rules[0].direction" in caught.value.faults
    assert "rules[0].direction: " in str(caught.value)


def test_whoever_is_signed_in_makes_a_token(house: House) -> None:
    client = client_in_person(house)
    made = client.make_token("Report", Role.VIEWER, 30)
    assert client_of(Program(house, made.secret)).connections().connections == ()
    assert client.renew_token(made.token.id).name == "Report"
    client.delete_token(made.token.id)
    assert client.tokens().tokens == ()


def answering(*answers: httpx2.Response | Exception) -> tuple[ConsoleClient, list[httpx2.Request], list[float]]:
    """A client that is answered so, one after the other; what it sent; how long it waited."""
    sent: list[httpx2.Request] = []
    waited: list[float] = []
    queue = iter(answers)

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        given = next(queue)
        if isinstance(given, Exception):
            raise given
        return given

    http = httpx2.Client(transport=httpx2.MockTransport(answer), base_url="https://console.example")
    return ConsoleClient(http=http, sleep=waited.append), sent, waited


def test_trouble_that_passes_is_waited_for_with_the_same_key() -> None:
    done = httpx2.Response(200, json={})
    busy = httpx2.Response(409, json={"type": "urn:counterfoil:under-way"})
    client, sent, waited = answering(httpx2.Response(503), httpx2.ConnectError("no way"), busy, done)
    client.revoke_token("one")
    assert waited == [1.0, 2.0, 4.0]
    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert len(sent) == 4


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(409, json={"type": "urn:counterfoil:not-possible", "detail": "no"}),
        httpx2.Response(502, json={"type": "urn:counterfoil:vendor-refused", "detail": "no"}),
        httpx2.Response(422, json={"detail": "no"}),
        httpx2.Response(401, json={"detail": "no"}),
    ],
)
def test_a_refusal_is_not_waited_for(answer: httpx2.Response) -> None:
    client, sent, waited = answering(answer)
    with pytest.raises(ProblemError, match="no"):
        client.revoke_token("one")
    assert (len(sent), waited) == (1, [])


@pytest.mark.parametrize("trouble", [httpx2.ConnectError("no way"), httpx2.Response(500, text="<html>")])
def test_trouble_that_stays_is_told(trouble: httpx2.Response | Exception) -> None:
    client, sent, _ = answering(*[trouble] * 5)
    with pytest.raises(ProblemError):
        client.connections()
    assert len(sent) == 5


@pytest.mark.parametrize("url", ["http://console.example", "console.example", "ftp://x", "http://localhost.example"])
def test_a_token_never_travels_in_the_open(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        opened(url, "secret")


@pytest.mark.parametrize(
    ("url", "address", "host"),
    [
        ("https://console.example/", "https://console.example", "console.example"),
        ("http://127.0.0.1:4566", "http://127.0.0.1:4566", "127.0.0.1:4566"),
        ("http://abc.execute-api.localhost:4566/", "http://127.0.0.1:4566", "abc.execute-api.localhost:4566"),
    ],
)
def test_a_console_is_opened_by_its_address(url: str, address: str, host: str) -> None:
    client = opened(url, "secret")
    assert "secret" not in repr(client)
    request = client.http.build_request("GET", "/api/v1/connections")
    assert (str(request.url), request.headers["host"]) == (f"{address}/api/v1/connections", host)
    assert request.headers["authorization"] == "Bearer secret"
