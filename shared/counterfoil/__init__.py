"""Counterfoil: invoices and payments, true in HubSpot and in QuickBooks Online at once."""

import gc

gc.set_threshold(200_000)
# What is loaded stays, and looking through all of it again and again was a tenth of a cold start.
