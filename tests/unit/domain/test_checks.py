"""Every state that a check can be in, from what the accounts show."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from counterfoil.domain.checks.check import Check, CheckResult, CheckState, PortalFacts, Unwritable
from counterfoil.domain.checks.checking import check_all
from counterfoil.domain.connection import CompanyProfile, ConnectionState, PortalProfile, Told
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction, FieldMapping
from counterfoil.domain.rules.vendor_field import VendorField
from tests.builders import a_connection, a_rule
from tests.fake_accounts import ALL_WELL

TODAY = date(2026, 3, 2)
SILENT = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, vendor_text="503")
GOOD, ADVISED, MUST, UNKNOWN = CheckState.GOOD, CheckState.ADVISED, CheckState.MUST_BE_MENDED, CheckState.UNKNOWN
IN_EURO = PortalProfile(currency="EUR")
SEVERAL = replace(ALL_WELL, currencies=("USD", "EUR", "CAD"))


def checked(
    company: CompanyProfile | None = None,
    facts: PortalFacts = ALL_WELL,
    portal: PortalProfile | None = None,
    invoices: Direction = Direction.BOTH,
    standing: ConnectionState = ConnectionState.ACTIVE,
) -> dict[Check, CheckResult]:
    """All results, by check."""
    connection = a_connection(company=company or CompanyProfile(), portal=portal or PortalProfile())
    rules = {**connection.rules, EntityKind.INVOICE: a_rule(EntityKind.INVOICE, invoices)}
    return {one.check: one for one in check_all(replace(connection, rules=rules, state=standing), facts, TODAY)}


def test_every_check_is_made_once() -> None:
    assert list(checked(CompanyProfile(told_further=Told.TOLD))) == list(Check)
    assert list(checked()) == [one for one in Check if one is not Check.CUSTOM_FIELDS]


@pytest.mark.parametrize(
    ("check", "company", "state", "told"),
    [
        (Check.SALES_TAX, {}, GOOD, "sales tax is off"),
        (Check.SALES_TAX, {"uses_sales_tax": True}, ADVISED, "sales tax is on"),
        (Check.SALES_TAX, {"country": "CA"}, MUST, "country is CA"),
        (Check.CLOSED_BOOKS, {}, ADVISED, "No closing date"),
        (Check.CLOSED_BOOKS, {"closed_until": date(2026, 3, 1)}, GOOD, "up to 1 Mar 2026"),
        (Check.CLOSED_BOOKS, {"closed_until": TODAY}, MUST, "2 Mar 2026, a day that has not passed"),
        (Check.CUSTOM_NUMBERS, {}, GOOD, "by itself"),
        (Check.CUSTOM_NUMBERS, {"custom_numbers": True}, ADVISED, "keep their HubSpot numbers"),
        (Check.REVENUE_RECOGNITION, {}, GOOD, "off"),
        (Check.REVENUE_RECOGNITION, {"revenue_recognition": True}, ADVISED, "on"),
        (Check.ONLINE_PAYMENTS, {}, UNKNOWN, "QuickBooks does not tell."),
        (Check.ONLINE_PAYMENTS, {"online_payments": False}, GOOD, "cannot be paid online"),
        (Check.ONLINE_PAYMENTS, {"online_payments": True}, ADVISED, "lets customers pay"),
        (Check.AUTOMATIC_CREDITS, {}, UNKNOWN, "QuickBooks does not tell."),
        (Check.AUTOMATIC_CREDITS, {"applies_credits": False}, GOOD, "only where somebody does"),
        (Check.AUTOMATIC_CREDITS, {"applies_credits": True}, ADVISED, "by itself"),
    ],
)
def test_what_the_company_shows(check: Check, company: dict[str, Any], state: CheckState, told: str) -> None:
    result = checked(CompanyProfile(**company))[check]
    assert result.state is state
    assert told in result.finding
    assert bool(result.consequence) == bool(result.steps) == (state is not GOOD)


@pytest.mark.parametrize(
    ("told", "mapped", "state", "said"),
    [
        (Told.TOLD, "CustomField.1", GOOD, "can be mapped: Pallets, Region."),
        (Told.TOLD, "CustomField.1149602", GOOD, "can be mapped: Pallets, Region."),
        (Told.TOLD, "CustomField.4711", MUST, "of these mappings any more: order."),
        (Told.REFUSED, "CustomField.1149602", ADVISED, "does not tell which custom fields"),
        (Told.REFUSED, "CustomField.4711", MUST, "does not tell which custom fields"),
        (Told.UNANSWERED, "CustomField.1", UNKNOWN, "QuickBooks could not be asked."),
    ],
)
def test_custom_fields_beside_the_classic_ones(told: Told, mapped: str, state: CheckState, said: str) -> None:
    labels = {"1149602": "Region", "1149603": "Pallets"}
    further = {key: VendorField(name=f"CustomField.{key}", label=label) for key, label in labels.items()}
    own = FieldMapping(id="order", own=True, hubspot="po", quickbooks=mapped)
    connection = a_connection(company=CompanyProfile(further_fields=further, told_further=told))
    rules = {**connection.rules, EntityKind.INVOICE: a_rule(EntityKind.INVOICE, mappings=(own,))}
    [result] = [
        one for one in check_all(replace(connection, rules=rules), ALL_WELL, TODAY) if one.check is Check.CUSTOM_FIELDS
    ]
    assert (result.state, said in result.finding) == (state, True)
    assert result.missing == (("app-foundations.custom-field-definitions.read",) if told is Told.REFUSED else ())


def test_a_company_without_further_custom_fields() -> None:
    result = checked(CompanyProfile(told_further=Told.TOLD))[Check.CUSTOM_FIELDS]
    assert (result.state, result.finding) == (GOOD, "Invoices have no custom fields beside the first three.")


@pytest.mark.parametrize(
    ("check", "company"),
    [
        (Check.SALES_TAX, {"country": "CA"}),
        (Check.SALES_TAX, {"uses_sales_tax": True}),
        (Check.CUSTOM_NUMBERS, {"custom_numbers": True}),
        (Check.REVENUE_RECOGNITION, {"revenue_recognition": True}),
    ],
)
def test_what_matters_only_for_invoices_of_hubspot_is_good_without_them(check: Check, company: dict[str, Any]) -> None:
    result = checked(CompanyProfile(**company), invoices=Direction.QUICKBOOKS_TO_HUBSPOT)[check]
    assert (result.state, result.consequence) == (GOOD, "")


@pytest.mark.parametrize(
    ("check", "facts", "state", "told"),
    [
        (Check.PERMISSIONS, {}, GOOD, "were granted"),
        (Check.PERMISSIONS, {"missing_permissions": ("crm.objects.invoices.read",)}, MUST, "crm.objects.invoices.read"),
        (Check.PERMISSIONS, {"missing_permissions": SILENT}, UNKNOWN, "HubSpot could not be asked."),
        (Check.INVOICE_PROPERTIES, {}, GOOD, "of invoices"),
        (Check.PAYMENT_PROPERTIES, {}, GOOD, "of payments"),
        (Check.PAYMENTS, {}, GOOD, "shows the payments"),
        (Check.PAYMENTS, {"shows_payments": False}, MUST, "does not show the payments"),
        (Check.PAYMENTS, {"shows_payments": SILENT}, UNKNOWN, "could not be asked"),
        (Check.CURRENCIES, {"currencies": SILENT}, UNKNOWN, "could not be asked"),
    ],
)
def test_what_the_portal_shows(check: Check, facts: dict[str, Any], state: CheckState, told: str) -> None:
    result = checked(facts=replace(ALL_WELL, **facts))[check]
    assert result.state is state
    assert told in result.finding
    assert result.vendor_text == ("503" if state is UNKNOWN else "")


@pytest.mark.parametrize(
    ("kind", "check"), [(EntityKind.INVOICE, Check.INVOICE_PROPERTIES), (EntityKind.PAYMENT, Check.PAYMENT_PROPERTIES)]
)
def test_properties_that_cannot_be_written_are_named(kind: EntityKind, check: Check) -> None:
    refused = replace(ALL_WELL, unwritable={**ALL_WELL.unwritable, kind: Unwritable(("Comments",), ("Sync status",))})
    result = checked(facts=refused)[check]
    assert (result.state, "Comments, Sync status" in result.finding) == (MUST, True)
    silent = replace(ALL_WELL, unwritable={**ALL_WELL.unwritable, kind: SILENT})
    assert checked(facts=silent)[check].state is UNKNOWN


@pytest.mark.parametrize(("refused", "state"), [((), GOOD), (("Comments",), MUST)])
def test_properties_that_the_first_plan_makes_are_not_missing_yet(refused: tuple[str, ...], state: CheckState) -> None:
    to_come = Unwritable(refused, ("Sync status",))
    facts = replace(ALL_WELL, unwritable=dict.fromkeys((EntityKind.INVOICE, EntityKind.PAYMENT), to_come))
    for result in checked(facts=facts, standing=ConnectionState.PLANNED).values():
        if result.check in {Check.INVOICE_PROPERTIES, Check.PAYMENT_PROPERTIES}:
            assert result.state is state
            assert "Sync status" not in result.finding


@pytest.mark.parametrize(
    ("portal", "facts", "multicurrency", "state"),
    [
        (PortalProfile(), ALL_WELL, False, GOOD),
        (PortalProfile(), SEVERAL, False, ADVISED),
        (PortalProfile(), SEVERAL, True, GOOD),
        (IN_EURO, SEVERAL, False, MUST),
        (IN_EURO, SEVERAL, True, GOOD),
    ],
)
def test_the_currencies_of_both(portal: PortalProfile, facts: PortalFacts, multicurrency: bool, state: CheckState) -> None:  # noqa: FBT001
    company = CompanyProfile(multicurrency=multicurrency)
    result = checked(company, facts, portal)[Check.CURRENCIES]
    assert result.state is state
    assert ("CAD, EUR" in result.finding) == (state is ADVISED)
