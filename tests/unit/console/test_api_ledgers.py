"""What programs read of both ledgers, and drafts of rules that they keep and discard."""

from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.ledgers import Cause, Gap, Ledgers, Reason
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.role import Role
from tests.builders import NOON, a_connection
from tests.contract.stores.values import made, native
from tests.unit.console.house import House
from tests.unit.console.programs import Program, program_of, read

ID = "62515-9130"
HERE = f"connections/{ID}"


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token, and a connection that works."""
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0))
    return program_of(house, Role.ADMINISTRATOR)


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


@pytest.mark.feature("X4")
def test_the_ledgers_are_compared_on_request(program: Program, house: House) -> None:
    house.ledgers.save(ID, Ledgers(at=NOON))
    assert not house.console.product.wanted_comparisons.is_asked(ID)

    assert read(program.post(f"{HERE}/ledgers/compare"))["at"] is not None

    assert house.console.product.wanted_comparisons.is_asked(ID)
    entry = house.audit.entries[-1]
    assert (entry.action, entry.scope) == (Action.COMPARED, ID)


@pytest.mark.feature("H6")
def test_a_draft_is_kept_and_discarded(program: Program, house: House) -> None:
    invoices = next(one for one in read(program.get(f"/api/v1/{HERE}/rules"))["rules"] if one["kind"] == "invoice")
    changed = {"rules": [{**invoices, "winner": "quickbooks"}], "why": "A try.", "draft": True}
    (drafted,) = read(program.post(f"{HERE}/rules", changed))["versions"]
    assert drafted["change"] == "drafted"
    assert house.connections.get(ID).rule(EntityKind.INVOICE).winner is System.HUBSPOT
    assert read(program.post(f"{HERE}/rules/invoice/discard", {"why": "No."}))["change"] == "discarded"
