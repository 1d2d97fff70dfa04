"""A stateful stand-in for the Accounting API of QuickBooks Online."""
