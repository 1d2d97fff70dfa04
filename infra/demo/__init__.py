"""The demo: real invoices and payments through the whole bundle, on one machine."""
