"""What QuickBooks' settings mean for what is carried."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from counterfoil.domain.checks.check import Check, CheckResult
from counterfoil.domain.checks.found import advised, good, must_be_mended, not_told, silent
from counterfoil.domain.connection import HOME_COUNTRY, CompanyProfile, Told
from counterfoil.domain.identity import System
from counterfoil.domain.names import day
from counterfoil.domain.permissions import CUSTOM_FIELDS
from counterfoil.domain.texts import checks


def sales_tax(company: CompanyProfile, *, books_invoices: bool) -> CheckResult:
    """Whether lines can be booked without a tax code, and whose tax reports they are missing from."""
    check = Check.SALES_TAX
    if company.country != HOME_COUNTRY:
        found = must_be_mended if books_invoices else good
        return found(check, checks.ABROAD, country=company.country)
    if not company.uses_sales_tax:
        return good(check, checks.NO_SALES_TAX)
    return (advised if books_invoices else good)(check, checks.SALES_TAX)


def closed_books(company: CompanyProfile, today: date) -> CheckResult:
    """Whether periods that were reported are protected, and today is not closed."""
    check = Check.CLOSED_BOOKS
    if company.closed_until is None:
        return advised(check, checks.BOOKS_OPEN)
    found, finding = (
        (must_be_mended, checks.BOOKS_CLOSED_NOW) if company.closed_until >= today else (good, checks.BOOKS_CLOSED)
    )
    return found(check, finding, closed=day(company.closed_until.isoformat()))


def custom_numbers(company: CompanyProfile, *, books_invoices: bool) -> CheckResult:
    """Whose numbers invoices get: off is advised unless HubSpot's numbers are wanted."""
    if not company.custom_numbers:
        return good(Check.CUSTOM_NUMBERS, checks.OWN_NUMBERS)
    return (advised if books_invoices else good)(Check.CUSTOM_NUMBERS, checks.HUBSPOT_NUMBERS)


def revenue_recognition(company: CompanyProfile, *, books_invoices: bool) -> CheckResult:
    """Whether some items need a service date, which HubSpot's lines have not."""
    if not company.revenue_recognition:
        return good(Check.REVENUE_RECOGNITION, checks.NO_REVENUE_RECOGNITION)
    return (advised if books_invoices else good)(Check.REVENUE_RECOGNITION, checks.REVENUE_RECOGNITION)


def online_payments(company: CompanyProfile) -> CheckResult:
    """Whether a customer could pay an invoice in both products."""
    if company.online_payments is None:
        return not_told(Check.ONLINE_PAYMENTS)
    found, finding = (advised, checks.PAID_ONLINE) if company.online_payments else (good, checks.NOT_PAID_ONLINE)
    return found(Check.ONLINE_PAYMENTS, finding)


def automatic_credits(company: CompanyProfile) -> CheckResult:
    """Whether QuickBooks settles invoices by itself."""
    if company.applies_credits is None:
        return not_told(Check.AUTOMATIC_CREDITS)
    found, finding = (advised, checks.CREDITS_APPLIED) if company.applies_credits else (good, checks.CREDITS_LEFT_ALONE)
    return found(Check.AUTOMATIC_CREDITS, finding)


def custom_fields(company: CompanyProfile, lost: Sequence[str]) -> CheckResult:
    """Whether the custom fields beside the classic three can be mapped; `lost` are mappings to some that are not known."""
    check = Check.CUSTOM_FIELDS
    if company.told_further is Told.UNANSWERED:
        return silent(check, System.QUICKBOOKS)
    if company.told_further is Told.REFUSED:
        found = must_be_mended if lost else advised
        return replace(found(check, checks.CUSTOM_FIELDS_REFUSED), missing=(CUSTOM_FIELDS.scope,))
    if lost:
        return must_be_mended(check, checks.CUSTOM_FIELDS_LOST, names=lost)
    names = sorted(one.label for one in company.further_fields.values())
    return good(check, checks.CUSTOM_FIELDS_TOLD, names=names) if names else good(check, checks.NO_FURTHER_CUSTOM_FIELDS)
