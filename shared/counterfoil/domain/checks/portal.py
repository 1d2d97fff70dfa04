"""What HubSpot's settings, and what it grants, mean for what is carried."""

from dataclasses import replace

from counterfoil.domain.checks.check import Check, CheckResult, PortalFacts
from counterfoil.domain.checks.found import advised, good, must_be_mended, not_asked
from counterfoil.domain.connection import CompanyProfile, PortalProfile
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.texts import checks, words

_PROPERTIES = {EntityKind.INVOICE: Check.INVOICE_PROPERTIES, EntityKind.PAYMENT: Check.PAYMENT_PROPERTIES}


def permissions(facts: PortalFacts) -> CheckResult:
    """Whether all was granted that this product uses."""
    missing = facts.missing_permissions
    if isinstance(missing, Failure):
        return not_asked(Check.PERMISSIONS, missing)
    if missing:
        return replace(must_be_mended(Check.PERMISSIONS, checks.PERMISSIONS_MISSING, names=missing), missing=missing)
    return good(Check.PERMISSIONS, checks.PERMISSIONS_GRANTED)


def properties(facts: PortalFacts, kind: EntityKind, *, made: bool) -> CheckResult:
    """Whether what this product writes on records of a kind can be written; `made` says that its own were made already."""
    check, found, kinds = _PROPERTIES[kind], facts.unwritable[kind], words.SEVERAL[kind]
    if isinstance(found, Failure):
        return not_asked(check, found)
    if refused := (*found.refused, *(found.missing if made else ())):
        return must_be_mended(check, checks.PROPERTIES_REFUSED, kinds=kinds, names=refused)
    return good(check, checks.PROPERTIES_TO_COME if found.missing else checks.PROPERTIES_WRITABLE, kinds=kinds)


def payments(facts: PortalFacts) -> CheckResult:
    """Whether the account has payments at all."""
    shown = facts.shows_payments
    if isinstance(shown, Failure):
        return not_asked(Check.PAYMENTS, shown)
    return good(Check.PAYMENTS, checks.PAYMENTS_SHOWN) if shown else must_be_mended(Check.PAYMENTS, checks.NO_PAYMENTS)


def currencies(portal: PortalProfile, company: CompanyProfile, facts: PortalFacts) -> CheckResult:
    """Whether the company can keep what the portal sells in."""
    check, home = Check.CURRENCIES, company.home_currency
    if company.multicurrency:
        return good(check, checks.SEVERAL_CURRENCIES, home=home)
    if portal.currency != home:
        return must_be_mended(check, checks.OTHER_HOME_CURRENCY, currency=portal.currency, home=home)
    if isinstance(facts.currencies, Failure):
        return not_asked(check, facts.currencies)
    others = sorted(set(facts.currencies) - {home})
    if others:
        return advised(check, checks.FURTHER_CURRENCIES, names=others, home=home)
    return good(check, checks.ONE_CURRENCY, currency=home)
