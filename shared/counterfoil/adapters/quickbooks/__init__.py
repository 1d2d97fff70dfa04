"""The QuickBooks Online Accounting API."""
