"""The QuickBooks twin held to the published behaviour of QuickBooks Online."""
