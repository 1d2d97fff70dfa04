"""Counterfoil: invoices and payments, true in HubSpot and in QuickBooks Online at once."""
