"""What programs do: the same as people, noted with the token and who made it, and refused with what is wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.checks.check import Check, CheckResult, CheckState
from counterfoil.domain.errors import Candidate, Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.fees import PaymentFees
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.rules import Direction
from counterfoil.engine.explain import ComparedField, Explanation
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.role import Role
from tests.builders import a_connection
from tests.console_builders import a_letter
from tests.contract.stores.values import made, native, outcome
from tests.unit.console.house import House
from tests.unit.console.programs import Program, problem, program_of, read
from tests.unit.console.test_plans import row

INVOICE = native(1)
DANAS_REPORT = "Dana Whitfield (Report)"


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token."""
    return program_of(house, Role.ADMINISTRATOR)


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection with an invoice for which two of QuickBooks' fit."""
    connection_id = house.connections.save(a_connection()).id
    told = outcome(INVOICE, OutcomeStatus.FAILING, 1, connection_id=connection_id)
    candidates = (Candidate(made(1), "invoice A"), Candidate(made(2), "invoice B"))
    house.outcomes.record([replace(told, category=ErrorCategory.AMBIGUOUS_MATCH, candidates=candidates)])
    return connection_id


@pytest.fixture
def here(connection_id: str) -> str:
    """Where everything about the connection is."""
    return f"connections/{connection_id}"


def enqueued(house: House) -> set[RecordRef]:
    return {event.ref for batch in house.queue.take() for event in batch.events}


@pytest.mark.feature("H3")
@pytest.mark.parametrize("wanted", [{}, {"category": "E8"}, {"records": ["hubspot:invoice:1"]}])
def test_records_are_tried_again(program: Program, house: House, here: str, wanted: dict[str, Any]) -> None:
    assert read(program.post(f"{here}/retry", wanted)) == {"retried": 1, "untroubled": []}
    assert enqueued(house) == {INVOICE}
    noted = house.audit.entries[-1]
    assert (noted.action, noted.who, noted.who_id[:6]) == (Action.TRIED_AGAIN, DANAS_REPORT, "token:")


def test_what_neither_fails_nor_waits_is_named(program: Program, house: House, here: str) -> None:
    told = read(program.post(f"{here}/retry", {"records": ["hubspot:invoice:9"]}))
    assert told == {"retried": 0, "untroubled": ["hubspot:invoice:9"]}
    assert not enqueued(house)


@pytest.mark.feature("M3")
def test_a_candidate_is_chosen(program: Program, house: House, here: str, connection_id: str) -> None:
    told = read(program.post(f"{here}/records/{INVOICE}/choose", {"other": str(made(2)), "why": "It is the same."}))
    assert told == {"record": str(INVOICE), "decided": "choose", "who": DANAS_REPORT}
    (choice,) = house.choices.of(connection_id, [INVOICE])[INVOICE].holding
    assert (choice.other, choice.who, choice.why) == (made(2), DANAS_REPORT, "It is the same.")
    assert house.audit.entries[-1].action is Action.CHOSEN


def test_records_are_left_out_and_taken_back(program: Program, house: House, here: str, connection_id: str) -> None:
    for verb, holding in (("leave-out", 1), ("take-back", 0)):
        read(program.post(f"{here}/records/{INVOICE}/{verb}", {"why": "A test."}))
        found = house.choices.of(connection_id, [INVOICE])
        assert sum(len(choices.holding) for choices in found.values()) == holding


@pytest.mark.parametrize("verb", ["unlink", "accept", "send-again"])
def test_what_cannot_be_done_is_a_conflict(program: Program, here: str, verb: str) -> None:
    told = problem(program.post(f"{here}/records/{INVOICE}/{verb}", {"why": "A test."}))
    assert (told["status"], told["type"]) == (409, "urn:counterfoil:not-possible")
    assert told["detail"]


def test_two_records_are_linked(program: Program, here: str) -> None:
    told = problem(program.post(f"{here}/records/{INVOICE}/link", {"other": "hubspot:invoice:2", "why": "A test."}))
    assert told["status"] == 409


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("retry", {"records": ["x"]}, ["records"]),
        ("retry", {"category": "E99"}, ["category"]),
        ("records/hubspot:invoice:1/choose", {"why": "x"}, ["other"]),
        ("records/hubspot:invoice:1/choose", {"why": "x", "other": "x"}, ["records"]),
        ("records/hubspot:invoice:1/leave-out", {}, ["why"]),
        ("plans", {"since": "yesterday"}, ["since"]),
        ("rules/invoice/restore", {"version": "x", "why": "x"}, ["version"]),
        ("rules/invoice/restore", {"version": 99, "why": "x"}, ["version"]),
    ],
)
def test_what_does_not_fit_is_named(
    *, program: Program, house: House, here: str, path: str, body: object, fields: list[str]
) -> None:
    told = problem(program.post(f"{here}/{path}", body))
    assert (told["status"], list(told["faults"])) == (422, fields)
    assert not enqueued(house)


@pytest.mark.parametrize("body", [[], "text", 1, None])
def test_a_body_is_an_object(program: Program, here: str, body: object) -> None:
    answer = program.post(f"{here}/records/{INVOICE}/leave-out", body)
    assert problem(answer)["status"] == (422 if body is None else 400)


@pytest.mark.feature("X15")
def test_rules_are_read_checked_saved_and_restored(program: Program, house: House, here: str, connection_id: str) -> None:
    invoices = next(one for one in read(program.get(f"/api/v1/{here}/rules"))["rules"] if one["kind"] == "invoice")
    changed = {**invoices, "winner": "quickbooks"}
    assert read(program.post(f"{here}/rules/check", {"rules": [changed]}))["rules"] == [changed]
    wrong = problem(program.post(f"{here}/rules/check", {"rules": [{**changed, "winner": "nobody"}]}))
    assert (wrong["status"], list(wrong["faults"])) == (422, ["rules[0].winner"])

    (saved,) = read(program.post(f"{here}/rules", {"rules": [changed], "why": "QuickBooks knows."}))["versions"]

    assert (saved["who"], saved["why"], saved["change"]) == (DANAS_REPORT, "QuickBooks knows.", "saved")
    assert house.connections.get(connection_id).rule(EntityKind.INVOICE).winner is System.QUICKBOOKS
    before = saved["version"] - 1
    restored = read(program.post(f"{here}/rules/invoice/restore", {"version": before, "why": "Back."}))
    assert restored["document"] == invoices
    versions = read(program.get(f"/api/v1/{here}/rules/invoice/versions"))["versions"]
    assert [one["version"] for one in versions][:2] == [restored["version"], saved["version"]]
    noted = [one.action for one in house.audit.entries[-2:]]
    assert noted == [Action.RULE_SAVED, Action.RULE_RESTORED]


@pytest.mark.feature("H6")
def test_a_rule_is_switched_off_on_and_deleted(program: Program, house: House, here: str, connection_id: str) -> None:
    before = house.connections.get(connection_id).rule(EntityKind.INVOICE).direction
    for verb, direction in (("off", Direction.OFF), ("on", before), ("delete", Direction.OFF)):
        assert read(program.post(f"{here}/rules/invoice/{verb}", {"why": "Year's end."}))["direction"] == direction
    assert problem(program.post(f"{here}/rules/payment/off", {"why": "x"}))["status"] == 404


@pytest.mark.feature("C6")
def test_accounts_are_checked_again(program: Program, house: House, here: str) -> None:
    assert read(program.get(f"/api/v1/{here}/checks")) == {"at": None, "checks": []}
    house.accounts.findings = (CheckResult(check=Check.SALES_TAX, state=CheckState.GOOD, finding="Sales tax is off."),)
    (found,) = read(program.post(f"{here}/checks"))["checks"]
    assert (found["check"], found["finding"]) == ("sales_tax", "Sales tax is off.")
    assert house.audit.entries[-1].action is Action.CHECKED_AGAIN


@pytest.mark.feature("C6")
def test_a_check_is_left_and_taken_back(program: Program, house: House, here: str) -> None:
    advised = CheckResult(check=Check.CLOSED_BOOKS, state=CheckState.ADVISED, finding="No closing date is set.")
    house.accounts.findings = (advised,)
    (found,) = read(program.post(f"{here}/checks"))["checks"]
    assert found["left"] is None
    assert problem(program.post(f"{here}/checks/closed_books/leave", {"finding": "It is set."}))["status"] == 409
    assert problem(program.post(f"{here}/checks/nothing/leave", {"finding": ""}))["status"] == 404
    (left,) = read(program.post(f"{here}/checks/closed_books/leave", {"finding": found["finding"]}))["checks"]
    assert left["left"]["who"] == house.audit.entries[-1].who
    (back,) = read(program.post(f"{here}/checks/closed_books/take-back"))["checks"]
    assert back["left"] is None
    assert [one.action for one in house.audit.entries[-2:]] == [Action.CHECK_LEFT, Action.CHECK_TAKEN_BACK]


@pytest.mark.feature("Y5")
def test_fees_are_added_up(program: Program, house: House, here: str) -> None:
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, "7")
    house.accounts.payments[payment] = PaymentFees(
        payment=payment, paid_on=date(2026, 10, 3), currency="USD", amount=Decimal(100), processing=Decimal("2.90")
    )
    told = read(program.get(f"/api/v1/{here}/fees?month=2026-10"))
    assert [(one["currency"], one["processing"], one["payments"]) for one in told["totals"]] == [("USD", "2.90", 1)]
    for month in ("October", "9999-12", "0001-01"):
        assert problem(program.get(f"/api/v1/{here}/fees?month={month}"))["faults"] == {"month": "not like 2026-10"}


@pytest.mark.feature("X2")
def test_a_record_is_explained(program: Program, house: House, here: str) -> None:
    assert problem(program.get(f"/api/v1/{here}/records/{INVOICE}/explanation"))["status"] == 404
    sides = {System.HUBSPOT: "120", System.QUICKBOOKS: "100"}
    compared = ComparedField(field="total", agreed={System.HUBSPOT: "100"}, now=sides)
    explained = Explanation(row=row(1, RowAction.UPDATE), link=None, fields=(compared,), candidates=("invoice A",))
    house.accounts.explained[INVOICE] = (explained,)
    (told,) = read(program.get(f"/api/v1/{here}/records/{INVOICE}/explanation"))
    assert (told["fields"][0]["now"], told["row"]["action"], told["link"]) == (sides, "update", None)


def test_a_vendor_that_refuses_is_told_as_one(program: Program, house: House, here: str) -> None:
    house.accounts.trouble = VendorError(Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON))
    told = problem(program.post(f"{here}/checks"))
    assert (told["status"], told["type"]) == (502, "urn:counterfoil:vendor-refused")
    assert told["detail"]


def test_people_are_invited_changed_and_removed(program: Program, house: House) -> None:
    invited = read(program.post("people", {"email": "Lee@example.com", "role": "viewer"}))
    assert (invited["email"], house.directory.mails) == ("lee@example.com", ["lee@example.com"])
    assert problem(program.post("people", {"email": "Lee@example.com", "role": "viewer"}))["faults"].keys() == {"email"}
    there = f"people/{invited['id']}"
    read(program.post(f"{there}/invite-again"))
    assert read(program.post(f"{there}/role", {"role": "administrator"}))["role"] == "administrator"
    read(program.post(f"{there}/remove"))
    assert [one["email"] for one in read(program.get("/api/v1/people"))["people"]] == ["dana@example.com"]
    assert house.audit.entries[-1].who == DANAS_REPORT


def test_no_token_makes_or_renews_a_token(program: Program, house: House) -> None:
    (known,) = read(program.get("/api/v1/tokens"))["tokens"]
    wanted = {"name": "Another", "role": "viewer", "days": 1}
    refusals = [program.post("tokens", wanted), program.post(f"tokens/{known['id']}/renew")]
    assert [problem(answer)["status"] for answer in refusals] == [403, 403]
    assert len(house.tokens.tokens) == 1
    read(program.post(f"tokens/{known['id']}/revoke"))
    assert program.get("/api/v1/tokens").status == 401


def test_dead_letters_are_shown_and_moved_back(program: Program, house: House) -> None:
    house.dead_letters.dead = {EntityKind.INVOICE: [a_letter()], EntityKind.PAYMENT: [a_letter()]}
    house.dead_letters.stuck = {EntityKind.PAYMENT: "AccessDenied"}
    queues = read(program.get("/api/v1/dead-letters"))["queues"]
    assert {one["kind"]: one["dead_letters"] for one in queues}.items() >= {"invoice": 1, "customer": 0}.items()
    (letter,) = next(one["letters"] for one in queues if one["kind"] == "invoice")
    assert (letter["connection"], letter["records"], letter["received"]) == ("acme", 3, 50)
    moved = {one["kind"]: one for one in read(program.post("dead-letters/redrive"))["queues"]}
    assert (moved["invoice"]["moved"], moved["payment"]["trouble"]) == (1, "AccessDenied")
    assert house.audit.entries[-1].action is Action.REDRIVEN
    assert [one["kind"] for one in read(program.get("/api/v1/dead-letters?kind=payment"))["queues"]] == ["payment"]


def test_nothing_is_done_that_cannot_be_noted(program: Program, house: House, here: str) -> None:
    house.audit.fails = True
    assert program.post(f"{here}/retry").status == 500
    assert program.post(f"{here}/plans").status == 500
    assert not enqueued(house)
    assert not house.plan_queue.take()
