"""Everything that is checked of a connection. Pure and total."""

from datetime import date

from counterfoil.domain.checks import company, portal
from counterfoil.domain.checks.check import CheckResult, PortalFacts
from counterfoil.domain.connection import Connection, ConnectionState, Told
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules.vendor_field import is_further_field


def check_all(connection: Connection, facts: PortalFacts, today: date) -> tuple[CheckResult, ...]:
    """Every check of the connection's accounts as it stands on `today` in the portal, in the order people read them."""
    books_invoices = connection.rule(EntityKind.INVOICE).direction.carries_from(System.HUBSPOT)
    books, made = connection.company, connection.state is not ConnectionState.PLANNED
    known = {one.name for one in books.further_fields.values()}
    named = [one for one in connection.rules[EntityKind.INVOICE].own_mappings if is_further_field(one.quickbooks)]
    lost = [one.id for one in named if one.quickbooks not in known]
    further = () if books.told_further is Told.NOT_ASKED else (company.custom_fields(books, lost),)
    return (
        portal.permissions(facts),
        portal.properties(facts, EntityKind.INVOICE, made=made),
        portal.properties(facts, EntityKind.PAYMENT, made=made),
        portal.payments(facts),
        portal.currencies(connection.portal, books, facts),
        company.sales_tax(books, books_invoices=books_invoices),
        company.closed_books(books, today),
        company.custom_numbers(books, books_invoices=books_invoices),
        company.revenue_recognition(books, books_invoices=books_invoices),
        company.online_payments(books),
        company.automatic_credits(books),
        *further,
    )
