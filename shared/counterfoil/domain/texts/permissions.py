"""What each permission that a vendor is asked for is needed for."""

from collections.abc import Mapping

from counterfoil.domain.texts.sentence import word

SIGN_IN = word("Know which HubSpot account this is.")
HUBSPOT_OBJECTS: Mapping[str, tuple[str, str]] = {
    "contacts": (
        word("Read contacts, to find or make the customer in QuickBooks."),
        word("Enter customers of QuickBooks as contacts."),
    ),
    "companies": (word("Read companies, to name the customer after them."), ""),
    "deals": (word("Read deals, for conditions of your rules about them."), ""),
    "invoices": (
        word("Read invoices, to carry them to QuickBooks."),
        word("Show invoices of QuickBooks, and how each invoice stands."),
    ),
    "line_items": (word("Read the lines of invoices."), word("Enter the lines of QuickBooks' invoices.")),
    "products": (word("Read products, to find the item in QuickBooks."), word("Enter items of QuickBooks as products.")),
    "commercepayments": (word("Read payments, to record them on the invoice."), word("Enter payments that QuickBooks has.")),
}
"""Why they are read, and why written; "" where they are not."""
PROPERTIES = word("Make the properties that show how a record stands.")
CONDITIONS = word("See which properties companies and deals have, for conditions of your rules about them.")
SHOP = word("Give products and lines of invoices these properties, too.")
TAX_RATES = word("Read tax rates, to compare totals to the cent.")
CUSTOM_FIELDS = word("Read which custom fields invoices have, so that they can be mapped.")
ACCOUNTING = word("Read and write the books of this company: customers, items, invoices, payments.")
