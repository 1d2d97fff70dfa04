"""What each permission that a vendor is asked for is needed for."""

from collections.abc import Mapping

SIGN_IN = "Know which HubSpot account this is."
HUBSPOT_OBJECTS: Mapping[str, tuple[str, str]] = {
    "contacts": ("Read contacts, to find or make the customer in QuickBooks.", "Enter customers of QuickBooks as contacts."),
    "companies": ("Read companies, to name the customer after them.", ""),
    "deals": ("Read deals, for conditions of your rules about them.", ""),
    "invoices": ("Read invoices, to carry them to QuickBooks.", "Show invoices of QuickBooks, and how each invoice stands."),
    "line_items": ("Read the lines of invoices.", "Enter the lines of QuickBooks' invoices."),
    "products": ("Read products, to find the item in QuickBooks.", "Enter items of QuickBooks as products."),
    "commercepayments": ("Read payments, to record them on the invoice.", "Enter payments that QuickBooks has."),
}
"""Why they are read, and why written; "" where they are not."""
PROPERTIES = "Make the properties that show how a record stands."
CONDITIONS = "See which properties companies and deals have, for conditions of your rules about them."
SHOP = "Give products and lines of invoices these properties, too."
TAX_RATES = "Read tax rates, to compare totals to the cent."
CUSTOM_FIELDS = "Read which custom fields invoices have, so that they can be mapped."
ACCOUNTING = "Read and write the books of this company: customers, items, invoices, payments."
