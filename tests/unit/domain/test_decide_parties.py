"""Decisions about whom an invoice is for: contacts, companies, and what a rule changes about them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.parties import company_ref, is_company
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Adopt, Create, Decision, Follow, Update
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.parties import remarks_on, stands_back
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.rules import CustomerOptions, Direction, SyncRule
from tests.builders import a_customer, a_link, a_rule, an_invoice, hubspot, quickbooks
from tests.unit.domain.pairs import linked, side

CUSTOMER = EntityKind.CUSTOMER
FIRM = a_customer(display_name="First", company_name="First", given_name="", family_name="", email="")


def rule(direction: Direction = Direction.HUBSPOT_TO_QUICKBOOKS, **options: object) -> SyncRule:
    return replace(a_rule(CUSTOMER, direction), options=CustomerOptions(**options))  # type: ignore[arg-type]


def new(*, company: bool, waits: bool = False, needed: bool = False, **options: object) -> Decision:
    """What is decided about an unlinked contact or company."""
    ref = company_ref("7") if company else hubspot(CUSTOMER, "7")
    shown = replace(side(System.HUBSPOT, FIRM, CUSTOMER), ref=ref, stands_back=waits)
    return decide(Pair(kind=CUSTOMER, sides={System.HUBSPOT: shown}, needed=needed), rule(**options))  # type: ignore[arg-type]


def test_only_companies_of_hubspot_are_companies() -> None:
    assert is_company(company_ref("7"))
    assert not is_company(hubspot(CUSTOMER, "7"))
    assert not is_company(hubspot(EntityKind.INVOICE, "company-7"))
    assert not is_company(quickbooks(CUSTOMER, "company-7"))


def test_a_company_is_a_customer_only_under_its_rule() -> None:
    assert new(company=True).reasons == ("By the rule contacts are customers, not companies.",)
    assert new(company=True, customer_is="company").actions == (Create(System.QUICKBOOKS),)
    assert new(company=True, customer_is="company_with_contacts").actions == (Create(System.QUICKBOOKS),)


def test_a_contact_stands_back_for_its_company() -> None:
    decision = new(company=False, waits=True, customer_is="company")
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())
    assert decision.reasons == ("By the rule the company of this contact is the customer.",)
    assert new(company=False, customer_is="company").actions == (Create(System.QUICKBOOKS),)


def test_what_a_document_needs_is_its_customer() -> None:
    assert new(company=True, needed=True).actions == (Create(System.QUICKBOOKS),)
    assert new(company=False, waits=True, needed=True).actions == (Create(System.QUICKBOOKS),)


def test_what_an_unfinished_create_made_for_another_is_waited_for() -> None:
    found = {quickbooks(CUSTOMER, "8"): "the customer First (8)"}
    pair = Pair(
        kind=CUSTOMER,
        sides={System.HUBSPOT: side(System.HUBSPOT, FIRM, CUSTOMER)},
        candidates=found,
        held_for=timedelta(seconds=7),
    )
    decision = decide(pair, rule())
    assert (decision.status, decision.actions) == (OutcomeStatus.WAITING, ())
    assert decision.failure
    assert (decision.failure.category, decision.failure.retry_after) == (ErrorCategory.IN_OTHER_HANDS, timedelta(seconds=7))
    assert decide(replace(pair, held_for=timedelta()), rule()).actions == (Adopt(quickbooks(CUSTOMER, "8")),)


def with_company(here: dict[str, str], there: dict[str, str], *, merged: bool = False) -> Decision:
    """What is decided about a linked company whose two sides were changed so since they agreed."""
    ref, other = company_ref("7"), quickbooks(CUSTOMER, "145")
    sides = {
        System.HUBSPOT: replace(side(System.HUBSPOT, replace(FIRM, **here), CUSTOMER), ref=ref),  # type: ignore[arg-type]
        System.QUICKBOOKS: side(System.QUICKBOOKS, replace(FIRM, **there), CUSTOMER),  # type: ignore[arg-type]
    }
    link = a_link(ref, other, dict.fromkeys(System, FIRM))
    before = hubspot(CUSTOMER, "8") if merged else None
    return decide(Pair(kind=CUSTOMER, sides=sides, link=link, merged=before), rule(Direction.BOTH, customer_is="company"))


def test_what_only_people_have_is_never_carried_to_a_company() -> None:
    assert with_company({}, {"given_name": "Ada", "email": "ada@x.example", "mobile_phone": "1"}).actions == ()
    assert with_company({}, {"given_name": "Ada", "phone": "1"}).actions == (Update(System.HUBSPOT, frozenset({"phone"})),)


def test_a_company_is_renamed_without_what_only_people_have() -> None:
    changes = {"display_name": "First & Sons", "company_name": "First & Sons"}
    assert with_company(changes, {"given_name": "Ada"}).actions == (Update(System.QUICKBOOKS, frozenset(changes)),)


def test_a_company_takes_over_by_rule_and_is_not_merged() -> None:
    decision = with_company({}, {}, merged=True)
    assert decision.reasons[0] == "By the rule the customer First is invoiced now, and takes over its link."
    assert decision.actions == (Follow(hubspot(CUSTOMER, "8"), company_ref("7")),)


@pytest.mark.parametrize(
    ("changes", "carried"),
    [
        ({"display_name": "Ada Byron"}, set()),
        ({"display_name": "Ada Byron", "phone": "1"}, {"phone"}),
        ({"display_name": "Ada", "given_name": "Ada"}, {"display_name", "given_name"}),
        ({"display_name": "First", "company_name": "First"}, {"display_name", "company_name"}),
        ({"display_name": "a@x.example", "email": "a@x.example"}, {"display_name", "email"}),
    ],
)
def test_a_rule_renames_nobody(changes: dict[str, str], carried: set[str]) -> None:
    decision = linked(kind=CUSTOMER, here=changes, rule=rule())
    assert {name for one in decision.actions if isinstance(one, Update) for name in one.fields} == carried


def test_two_companies_of_an_invoice_are_told() -> None:
    assert remarks_on(an_invoice()) == ()
    assert remarks_on(FIRM) == ()
    (remark,) = remarks_on(an_invoice(companies=("Second", "First")))
    assert remark.startswith("The invoice is for the company Second in HubSpot")


def test_who_stands_back() -> None:
    assert stands_back(a_customer(stands_back=True))
    assert not stands_back(a_customer())
    assert not stands_back(an_invoice())


@pytest.mark.parametrize(
    ("name", "person"),
    [("Grace Pariente", True), ("grace  PARIENTE", True), ("Cool Cars", False), ("", False)],
)
def test_who_is_called_after_a_person(name: str, *, person: bool) -> None:
    assert is_person(a_customer(display_name=name).fields()) is person
    assert not is_person(FIRM.fields())
