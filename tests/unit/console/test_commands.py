"""The commands of a deployed stack through its console: the same words, the same answers, with a token."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.checks.check import Check, CheckResult, CheckState
from counterfoil.domain.errors import Candidate, ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanState, RowAction, tallied
from counterfoil.domain.rules import Direction
from counterfoil.engine.browse.records import MOST_FOUND
from counterfoil.engine.explain import Explanation
from counterfoil_console.domain.role import Role
from infra.operator import (
    apply,
    backfill,
    checks,
    choices,
    dead_letters,
    discard,
    explain,
    fees,
    invite,
    list_records,
    plan,
    retry,
    rules,
    status,
)
from tests.builders import a_connection
from tests.console_builders import a_letter
from tests.contract.stores.values import made, native, outcome
from tests.unit.console.clients import client_of, without_a_terminal
from tests.unit.console.house import House
from tests.unit.console.programs import program_of
from tests.unit.console.test_plans import row, rows

INVOICE = native(1)
ID = "62515-9130"


@pytest.fixture
def house(house: House) -> House:
    """A console with one connection, and an invoice for which two of QuickBooks' fit."""
    house.connections.save(a_connection(id=ID, revision=0))
    told = outcome(INVOICE, OutcomeStatus.FAILING, 1, connection_id=ID)
    candidates = (Candidate(made(1), "invoice A"), Candidate(made(2), "invoice B"))
    listing = Listing(name="INV-1", detail="Ann Example", currency="USD")
    house.outcomes.record([replace(told, category=ErrorCategory.AMBIGUOUS_MATCH, candidates=candidates, listing=listing)])
    return house


class Shell:
    """Somebody who has an administrator's token and no AWS credentials. While they wait, the planner works."""

    def __init__(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        self.house, self._capsys = house, capsys
        self._client = client_of(program_of(house, Role.ADMINISTRATOR))

    def run(self, main: Any, *arguments: str, code: int = 0, **more: Any) -> str:
        """What a command says, if it ends so."""
        self._capsys.readouterr()
        ended = main([*arguments, "--url", "https://console.example"], client_of=lambda _: self._client, **more)
        said = self._capsys.readouterr()
        assert ended == code, said.err
        return said.out if code == 0 else said.out + said.err

    def lines(self, main: Any, *arguments: str, code: int = 0, **more: Any) -> list[dict[str, Any]]:
        """The JSON lines that it says."""
        told = self.run(main, *arguments, code=code, **more)
        return [json.loads(line) for line in told.splitlines() if line.startswith("{")]

    def plan(self, _seconds: float) -> None:
        """The planner finishes what it was woken for."""
        for job in self.house.plan_queue.take():
            self.house.plans.put_rows(job.connection_id, job.id, rows())
            state = PlanState.APPLIED if job.applied_at else PlanState.PLANNED
            done = replace(job, state=state, planned=5, tallies=tallied(rows()), step=len(job.steps))
            self.house.plans.save(done)


@pytest.fixture
def shell(house: House, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(house, capsys)


def of_connection(*arguments: str) -> list[str]:
    return ["--connection", ID, *arguments]


def enqueued(house: House) -> list[ChangeEvent]:
    return [event for batch in house.queue.take() for event in batch.events]


@pytest.mark.feature("H1")
def test_status_tells_each_kind_and_each_cause(shell: Shell) -> None:
    first, *others = shell.lines(status.main, code=1)
    assert (first["connection"], first["needs_you"]) == (ID, 1)
    assert {"cause": "E8", "records": {"invoice": 1}}.items() <= others[-1].items()
    assert next(one for one in others if one.get("kind") == "invoice")["failing"] == 1


@pytest.mark.feature("H2")
@pytest.mark.parametrize("options", [(), ("--status", "failing"), ("--category", "E8"), ("--search", "inv-1")])
def test_records_are_listed(shell: Shell, options: tuple[str, ...]) -> None:
    (told,) = shell.lines(list_records.main, *of_connection(*options))
    assert (told["record"], told["name"], told["error"]) == (str(INVOICE), "INV-1", "E8")


def test_records_are_listed_page_by_page_up_to_the_most(shell: Shell) -> None:
    shell.house.outcomes.record([outcome(native(n), OutcomeStatus.IN_SYNC, n, connection_id=ID) for n in range(2, 130)])
    assert len(shell.lines(list_records.main, *of_connection())) == 129
    assert len(shell.lines(list_records.main, *of_connection("--most", "70"))) == 70


@pytest.mark.feature("H2")
def test_a_search_that_did_not_look_at_everything_says_so(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    listing = Listing(name="INV-1", currency="USD")
    many = [outcome(native(n), OutcomeStatus.IN_SYNC, n, connection_id=ID) for n in range(2, 2 + MOST_FOUND)]
    shell.house.outcomes.record([replace(one, listing=listing) for one in many])
    client = client_of(program_of(shell.house, Role.ADMINISTRATOR))
    arguments = of_connection("--search", "inv-1", "--url", "https://console.example")
    list_records.main(arguments, client_of=lambda _: client)
    assert list_records.MAY_BE_MORE in capsys.readouterr().err
    list_records.main(of_connection("--search", "ann", "--url", "https://console.example"), client_of=lambda _: client)
    assert capsys.readouterr().err == ""


@pytest.mark.feature("H3")
def test_records_are_tried_again(shell: Shell) -> None:
    assert shell.lines(retry.main, *of_connection()) == [{"connection": ID, "retried": 1}]
    assert [event.ref for event in enqueued(shell.house)] == [INVOICE]
    said = shell.run(retry.main, *of_connection("--record", "hubspot:invoice:9"), code=1)
    assert "neither failing nor waiting: hubspot:invoice:9" in said


@pytest.mark.feature("M3")
def test_a_candidate_is_chosen_in_the_name_of_the_token(shell: Shell) -> None:
    options = of_connection("--record", str(INVOICE), "--candidate", str(made(2)), "--why", "It is the same.")
    (told,) = shell.lines(partial(choices.main, "choose"), *options)
    assert told == {
        "connection": ID,
        "record": str(INVOICE),
        "decided": "choose",
        "who": "Dana Whitfield (Report)",
    }
    refused = shell.run(partial(choices.main, "choose"), *options, "--who", "Grace", code=1)
    assert "--who" in refused


@pytest.mark.parametrize("verb", ["unlink", "leave-out", "take-back", "accept", "send-again"])
def test_every_other_decision_reaches_the_console(shell: Shell, verb: str) -> None:
    main, options = partial(choices.main, verb), of_connection("--record", str(INVOICE), "--why", "A test.")
    if verb == "leave-out":
        assert shell.lines(main, *options)[0]["decided"] == verb
    else:
        assert shell.run(main, *options, code=1)


@pytest.mark.feature("X1")
def test_a_plan_is_made_told_and_applied(shell: Shell) -> None:
    first, *told = shell.lines(plan.main, *of_connection(), sleep=shell.plan)
    assert (first["state"], first["looked_at"], first["connection"]) == ("planned", 5, ID)
    assert {"kind": "invoice", "action": "create", "count": 2, "money": {"USD": "25.00"}} in first["counts"]
    assert [one["action"] for one in told] == ["create", "create", "leave_out", "conflict"]
    (applied,) = shell.lines(apply.main, *of_connection(), sleep=shell.plan)
    assert (applied["state"], applied["plan"]) == ("applied", first["plan"])
    again, *_ = shell.lines(plan.main, *of_connection("--plan", first["plan"]), sleep=shell.plan)
    assert again["plan"] == first["plan"]


@pytest.mark.feature("X1")
def test_the_newest_plan_is_discarded(shell: Shell) -> None:
    first, *_ = shell.lines(plan.main, *of_connection(), sleep=shell.plan)
    (told,) = shell.lines(discard.main, *of_connection())
    assert (told["state"], told["plan"]) == ("discarded", first["plan"])
    assert "Only a plan that is finished" in shell.run(apply.main, *of_connection(), sleep=shell.plan, code=1)


def test_a_plan_of_a_rules_file_is_one_of_drafts(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    file.write_text(shell.run(rules.main, "show", *of_connection("--kind", "invoice")), encoding="utf-8")
    first, *_ = shell.lines(plan.main, *of_connection("--rule", str(file)), sleep=shell.plan)
    assert [rule.kind for rule in shell.house.plans.get(ID, first["plan"]).scope.drafts] == [EntityKind.INVOICE]
    file.write_text('{"rule": []}', encoding="utf-8")
    assert "rules: " in shell.run(plan.main, *of_connection("--rule", str(file)), sleep=shell.plan, code=1)


def test_without_a_plan_there_is_nothing_to_apply(shell: Shell) -> None:
    assert "no plan yet" in shell.run(apply.main, *of_connection(), sleep=shell.plan, code=1)


def test_a_file_of_a_plan_is_made_elsewhere(shell: Shell, tmp_path: Path) -> None:
    said = shell.run(plan.main, *of_connection("--export", str(tmp_path / "x.csv")), sleep=shell.plan, code=1)
    assert "poe export --plan" in said


@pytest.mark.feature("L5")
def test_a_backfill_is_planned_told_and_carried_once_somebody_says_so(shell: Shell) -> None:
    options = of_connection("--since", "2026-01-01")
    said = shell.run(backfill.main, *options, sleep=shell.plan, ask=lambda _: "no", code=1)
    assert "nothing was written" in said
    unasked = shell.run(backfill.main, *options, sleep=shell.plan, ask=without_a_terminal, code=1)
    assert "nothing was written; poe apply --plan" in unasked
    told = shell.lines(backfill.main, *options, sleep=shell.plan, ask=lambda _: "yes")
    assert (told[0]["state"], told[-1]["state"]) == ("planned", "applied")
    since = shell.house.plans.get(ID, told[0]["plan"]).scope.since
    assert since is not None
    assert f"{since:%Y-%m-%d}" == "2026-01-01"


@pytest.mark.feature("X15", "H6")
def test_rules_are_read_checked_saved_switched_and_restored(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    document = json.loads(shell.run(rules.main, "show", *of_connection("--kind", "invoice")))
    document["rules"][0]["winner"] = "quickbooks"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert shell.lines(rules.main, "check", *of_connection("--file", str(file))) == [{"kind": "invoice", "faults": 0}]
    why, kind = ("--why", "A test."), ("--kind", "invoice")
    (saved,) = shell.lines(rules.main, "save", *of_connection("--file", str(file), *why))
    assert (saved["who"], saved["change"]) == ("Dana Whitfield (Report)", "saved")
    (off,) = shell.lines(rules.main, "off", *of_connection(*kind, *why))
    assert off["direction"] == Direction.OFF
    history = shell.lines(rules.main, "history", *of_connection(*kind))
    assert [one["current"] for one in history] == [True, *[False] * (len(history) - 1)]
    (restored,) = shell.lines(rules.main, "restore", *of_connection(*kind, *why, "--version", str(saved["version"])))
    assert restored["direction"] == saved["direction"]
    document["rules"][0]["winner"] = "hubspot"
    file.write_text(json.dumps(document), encoding="utf-8")
    shell.run(rules.main, "save", *of_connection("--file", str(file), *why), "--draft")
    (discarded,) = shell.lines(rules.main, "discard", *of_connection(*kind, *why))
    assert discarded["change"] == "discarded"
    document["rules"][0]["winner"] = "nobody"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert "rules[0].winner" in shell.run(rules.main, "check", *of_connection("--file", str(file)), code=1)


@pytest.mark.feature("X2")
def test_a_record_is_explained(shell: Shell) -> None:
    options = of_connection("--record", str(INVOICE))
    assert "is in neither system" in shell.run(explain.main, *options, code=1)
    shell.house.accounts.explained[INVOICE] = (
        Explanation(row=row(1, RowAction.CREATE), link=None, fields=(), candidates=("invoice A",)),
    )
    told = json.loads(shell.run(explain.main, *options))
    assert (told["record"], told["candidates"]) == (str(INVOICE), ["invoice A"])


@pytest.mark.feature("C6")
def test_checks_are_made_and_told(shell: Shell) -> None:
    assert "nothing was checked yet" in shell.run(checks.main, *of_connection("--kept"), code=1)
    found = CheckResult(check=Check.SALES_TAX, state=CheckState.GOOD, finding="Sales tax is off.")
    shell.house.accounts.findings = (found,)
    assert "Sales tax is off." in shell.run(checks.main, *of_connection())
    bad = replace(found, state=CheckState.MUST_BE_MENDED, consequence="Nothing is sent.", steps=("Switch it off.",))
    shell.house.accounts.findings = (bad,)
    assert "1. Switch it off." in shell.run(checks.main, *of_connection(), code=1)
    assert "MUST BE MENDED, left as it is by " in shell.run(checks.main, *of_connection("--leave", "sales_tax"))
    (told,) = shell.lines(checks.main, *of_connection("--kept", "--json"))
    assert told["checks"][0]["left"]["who"]
    assert "left as it is" not in shell.run(checks.main, *of_connection("--take-back", "sales_tax"), code=1)


@pytest.mark.feature("Y5")
def test_fees_are_told(shell: Shell) -> None:
    assert "0 payments with fees, 0 without" in shell.run(fees.main, *of_connection("--month", "2026-10"))


def test_somebody_is_invited(shell: Shell) -> None:
    (told,) = shell.lines(invite.main, "Lee@example.com", "--role", "viewer")
    assert (told["invited"], shell.house.directory.mails) == ("lee@example.com", ["lee@example.com"])
    assert "invited already" in shell.run(invite.main, "lee@example.com", "--role", "viewer", code=1)


def test_dead_letters_are_shown_and_moved_back(shell: Shell) -> None:
    shell.house.dead_letters.dead = {EntityKind.INVOICE: [a_letter()], EntityKind.PAYMENT: [a_letter()]}
    told = shell.lines(dead_letters.main, "list", "--kind", "invoice")
    assert [one.get("dead_letters", one.get("connection")) for one in told] == [1, "acme"]
    assert shell.lines(dead_letters.main, "redrive", "--kind", "invoice")[0]["moved"] == 1
    shell.house.dead_letters.stuck = {EntityKind.PAYMENT: "AccessDenied"}
    assert "AccessDenied" in shell.run(dead_letters.main, "redrive", code=1)


def test_a_viewers_token_changes_nothing(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    client = client_of(program_of(house, Role.VIEWER))
    arguments = [*of_connection(), "--url", "https://console.example"]
    assert retry.main(arguments, client_of=lambda _: client) == 1
    assert capsys.readouterr().err == "a viewer may look, and change nothing\n"
    assert not enqueued(house)
