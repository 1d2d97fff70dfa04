"""Every kind of record, between QuickBooks' wire and the domain. Pure: no calls, no clock."""
