"""What programs do about a connection as a whole, and what they read of its ledgers."""

from decimal import Decimal

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.ledgers import Cause, Gap, Ledgers, Reason
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.role import Role
from tests.builders import NOON, a_connection
from tests.contract.stores.values import made, native
from tests.unit.console.house import House
from tests.unit.console.programs import Program, problem, program_of, read

ID = "62515-9130"
HERE = f"connections/{ID}"


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token, and a connection that works."""
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0))
    for system in System:
        house.vendors.grants[ID, system] = f"token-of-{system}"
    return program_of(house, Role.ADMINISTRATOR)


def state(house: House) -> ConnectionState:
    return house.connections.get(ID).state


@pytest.mark.feature("H6")
def test_a_connection_is_paused_and_resumed(program: Program, house: House) -> None:
    assert read(program.post(f"{HERE}/pause"))["state"] == "paused"
    assert state(house) is ConnectionState.PAUSED
    assert read(program.post(f"{HERE}/resume"))["state"] == "active"
    assert [one.action for one in house.audit.entries[-2:]] == [Action.PAUSED, Action.RESUMED]


def test_a_connection_is_named(program: Program) -> None:
    assert read(program.post(f"{HERE}/name", {"name": "West coast"}))["company"] == "West coast"
    assert problem(program.post(f"{HERE}/name", {"name": "x" * 200}))["status"] == 409


@pytest.mark.feature("C5")
def test_a_connection_is_disconnected(program: Program, house: House) -> None:
    assert read(program.post(f"{HERE}/disconnect"))["state"] == "disconnected"
    assert house.vendors.grants == {}
    assert problem(program.post(f"{HERE}/pause"))["type"] == "urn:counterfoil:not-possible"


@pytest.mark.feature("C5")
def test_deleting_takes_its_name_typed(program: Program, house: House) -> None:
    assert list(problem(program.post(f"{HERE}/delete", {"typed": "delete"}))["faults"]) == ["typed"]
    assert Action.DELETED not in [entry.action for entry in house.audit.entries]
    label = house.connections.get(ID).label
    assert read(program.post(f"{HERE}/delete", {"typed": label}))["state"] == "being_deleted"
    assert house.vendors.erased == [(ID, "")]


def test_what_hubspot_lets_be_written_is_tried_anew(program: Program, house: House) -> None:
    assert read(program.post(f"{HERE}/probe"))["id"] == ID
    assert house.audit.entries[-1].action is Action.PROBED


@pytest.mark.parametrize("verb", ["pause", "resume", "disconnect", "probe"])
def test_another_connection_is_none(program: Program, verb: str) -> None:
    assert problem(program.post(f"connections/another/{verb}"))["status"] == 404


@pytest.mark.feature("X4")
def test_the_ledgers_are_read_with_every_difference(program: Program, house: House) -> None:
    assert read(program.get(f"/api/v1/{HERE}/ledgers"))["at"] is None
    gap = Gap(
        refs=(native(7), made(7)),
        currency="USD",
        hubspot=Decimal("120.00"),
        quickbooks=Decimal("100.00"),
        reason=Reason(Cause.UNEXPLAINED),
        number="INV-7",
    )
    found = Ledgers(at=NOON).with_amounts([("USD", gap.hubspot, gap.quickbooks)]).with_gaps([gap])
    house.ledgers.save(ID, found)
    told = read(program.get(f"/api/v1/{HERE}/ledgers"))
    (slip,), (named,) = told["slips"], told["gaps"]
    assert (told["agree"], slip["hubspot"], slip["quickbooks"]["amount"]) == (
        False,
        {"records": 1, "amount": "120.00"},
        "100.00",
    )
    assert [(one["cause"], one["total"]["amount"]) for one in slip["differences"]] == [("unexplained", "-20.00")]
    assert (named["number"], named["records"]) == ("INV-7", [str(native(7)), str(made(7))])


@pytest.mark.feature("H6")
def test_a_draft_is_kept_and_discarded(program: Program, house: House) -> None:
    invoices = next(one for one in read(program.get(f"/api/v1/{HERE}/rules"))["rules"] if one["kind"] == "invoice")
    changed = {"rules": [{**invoices, "winner": "quickbooks"}], "why": "A try.", "draft": True}
    (drafted,) = read(program.post(f"{HERE}/rules", changed))["versions"]
    assert drafted["change"] == "drafted"
    assert house.connections.get(ID).rule(EntityKind.INVOICE).winner is System.HUBSPOT
    assert read(program.post(f"{HERE}/rules/invoice/discard", {"why": "No."}))["change"] == "discarded"
