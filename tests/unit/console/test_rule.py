"""A rule step by step: what is chosen becomes a draft, with every fault beside its field and nothing typed lost."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import CustomerOptions, Direction, ProductOptions, RuleChange
from counterfoil_console.domain.audit import Action
from counterfoil_console.pages.rule_step import RuleStep
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import CUSTOMER, INVOICE, PRODUCT, drafted, sent, spoken, standing

pytestmark = pytest.mark.usefixtures("connection_id")


@pytest.mark.feature("O1", "R1", "M1", "F1", "L2")
@pytest.mark.parametrize("kind", [CUSTOMER, PRODUCT, INVOICE])
def test_every_step_says_what_it_changes_and_what_is_recommended(
    dana: Browser, house: House, connection_id: str, kind: EntityKind
) -> None:
    pages = {step: dana.get(f"/c/{connection_id}/rules/{kind}?step={step}") for step in RuleStep}
    assert {page.status for page in pages.values()} == {200}
    for step in (RuleStep.DIRECTION, RuleStep.WINNER, RuleStep.MATCHING, RuleStep.OPTIONS):
        assert "recommended" in pages[step].text
    assert "Which way changes go." in pages[RuleStep.DIRECTION].text
    assert ("They cannot be removed." in pages[RuleStep.LIMITS].text) is (kind is INVOICE)
    assert "Nothing is changed, so there is nothing to preview." in pages[RuleStep.PREVIEW].text
    assert house.audit.entries[1:] == []


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (CUSTOMER, "Sales and contacts are kept up to date there."),
        (PRODUCT, "What is sold, and for how much, is decided there."),
        (INVOICE, "Invoices are made there."),
    ],
)
def test_who_wins_has_a_reason_of_its_kind_and_says_where_it_makes_no_difference(
    dana: Browser, house: House, connection_id: str, kind: EntityKind, why: str
) -> None:
    here = f"/c/{connection_id}/rules/{kind}?step=winner"
    for direction, one_way in (("hubspot_to_quickbooks", True), ("quickbooks_to_hubspot", True), ("both", False)):
        sent(dana, house, "direction", {"direction": direction}, kind=kind)
        told = spoken(dana.get(here))
        assert why in told
        assert ("The rule goes one way, so this makes no difference" in told) is one_way, direction


@pytest.mark.feature("O1", "O3")
@pytest.mark.parametrize(
    ("step", "form", "member", "value"),
    [
        ("direction", {"direction": "both"}, "direction", Direction.BOTH),
        ("winner", {"winner": "quickbooks"}, "winner", System.QUICKBOOKS),
        ("matching", {}, "matching.keys", ()),
        ("options", {"create": "never", "after_unmatch": "keep"}, "create", "never"),
        ("options", {"after_unmatch": "keep"}, "after_unmatch", "keep"),
    ],
)
def test_what_is_chosen_becomes_a_draft_with_who_when_and_why(
    *, dana: Browser, house: House, connection_id: str, step: str, form: Mapping[str, str], member: str, value: object
) -> None:
    answer = sent(dana, house, step, {**form, "why": "As agreed"})
    assert answer.location == f"/c/{connection_id}/rules/invoice?step={step}&done=draft_saved"
    found: object = drafted(house)
    for name in member.split("."):
        found = getattr(found, name)
    assert found == value
    version = standing(house).versions[0]
    assert (version.change, version.who, version.why) == (RuleChange.DRAFTED, "Dana Whitfield", "As agreed")
    assert standing(house).current.rule.version == 1
    page = spoken(dana.get(answer.location))
    assert "The draft is kept." in page
    assert "Draft version 2, changed by Dana Whitfield" in page
    assert house.audit.entries[-1].action is Action.RULE_DRAFTED


def test_what_says_the_same_makes_no_draft_and_goes_on(dana: Browser, house: House, connection_id: str) -> None:
    answer = sent(dana, house, "winner", {"winner": "hubspot", "do": "next"})
    assert answer.location == f"/c/{connection_id}/rules/invoice?step=fields"
    assert standing(house).draft is None


@pytest.mark.feature("P1", "X10")
def test_the_options_of_customers_are_kept(dana: Browser, house: House) -> None:
    chosen = {"customer_is": "company_with_contacts", "contacts_are": "email_copies", "name_from_company": "no"}
    sent(dana, house, "options", {**chosen, "suffix_second_person": "yes"}, kind=CUSTOMER)
    assert drafted(house, CUSTOMER).options == CustomerOptions(
        customer_is="company_with_contacts", contacts_are="email_copies", name_from_company=False, suffix_second_person=True
    )


@pytest.mark.feature("M4", "P4")
def test_the_income_account_of_new_items_is_chosen(dana: Browser, house: House, connection_id: str) -> None:
    page = spoken(dana.get(f"/c/{connection_id}/rules/product?step=options"))
    assert "The usual one: Sales" in page
    assert "Services" in page
    sent(dana, house, "options", {"income_account": "79"}, kind=PRODUCT)
    assert drafted(house, PRODUCT).options == ProductOptions(income_account="79")
    refused = sent(dana, house, "options", {"income_account": "5"}, kind=PRODUCT)
    assert refused.status == 422
    assert "QuickBooks has no active income account 5" in spoken(refused)


@pytest.mark.parametrize(
    ("step", "form", "told"),
    [
        ("direction", {"direction": "sideways"}, "This must be one of: off, hubspot_to_quickbooks"),
        ("winner", {"winner": "nobody"}, "This must be one of: hubspot, quickbooks"),
        ("matching", {"key": ["sku"]}, "cannot match by sku"),
        ("options", {"create": "when_needed"}, "No document needs invoices"),
        ("options", {"after_unmatch": "<b>burn</b>"}, "This must be one of: hold, keep"),
    ],
)
def test_a_wrong_choice_is_told_beside_its_field_and_kept_nowhere(
    *, dana: Browser, house: House, step: str, form: Mapping[str, Any], told: str
) -> None:
    before = house.remembered()
    answer = sent(dana, house, step, {**form, "why": "Typed already"})
    assert answer.status == 422
    assert told in spoken(answer)
    assert 'value="Typed already"' in answer.text
    assert "<b>burn" not in answer.text
    assert standing(house).draft is None
    assert house.remembered() == before


def test_while_hubspot_does_not_answer_nothing_typed_is_lost(dana: Browser, house: House, connection_id: str) -> None:
    house.properties.silent = True
    assert "HubSpot cannot be asked just now" in spoken(dana.get(f"/c/{connection_id}/rules/invoice?step=limits"))
    clause = {"g0c0.field": "self.po_number", "g0c0.type": "text", "g0c0.operator": "is", "g0c0.value": "PO 7"}
    answer = sent(dana, house, "limits", clause)
    assert answer.status == 503
    assert 'value="PO 7"' in answer.text
    assert standing(house).draft is None


def test_hubspot_is_asked_once_for_many_pages(dana: Browser, house: House, connection_id: str) -> None:
    for _ in range(3):
        dana.get(f"/c/{connection_id}/rules/invoice?step=limits")
        dana.get(f"/c/{connection_id}/rules/invoice?step=fields")
    assert house.properties.calls == 5


def test_a_viewer_sees_every_step_and_can_send_none(aisha: Browser, house: House, connection_id: str) -> None:
    for step in RuleStep:
        page = aisha.get(f"/c/{connection_id}/rules/invoice?step={step}")
        assert page.status == 200
        assert "/rules/invoice/" not in "".join(re.findall(r'action="([^"]*)"', page.text))
    assert sent(aisha, house, "winner", {"winner": "quickbooks"}).status == 403
    assert standing(house).draft is None


@pytest.mark.parametrize(
    "path", ["invoice?step=burn", "invoice?source=xero", "payment", "bill?step=limits", "payment/history"]
)
def test_there_is_nothing_at_other_addresses(dana: Browser, connection_id: str, path: str) -> None:
    assert dana.get(f"/c/{connection_id}/rules/{path}").status in {400, 404}


@pytest.mark.parametrize(
    "do", ["remove-condition:g9c9", "remove-value:g0c0:x", "add-condition:7", "edit:nobody", "x" * 5000, "remove:"]
)
@pytest.mark.parametrize("step", ["limits", "fields"])
def test_a_button_that_is_none_changes_nothing(dana: Browser, house: House, do: str, step: str) -> None:
    on = [one.id for one in standing(house).current.rule.mappings]
    assert sent(dana, house, step, {"do": do, "on": on}).status in {200, 303}
    assert standing(house).draft is None
