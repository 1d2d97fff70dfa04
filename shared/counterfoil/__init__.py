"""Counterfoil: invoices and payments, true in HubSpot and in QuickBooks Online at once."""

import gc

_USUAL = gc.get_threshold()
gc.set_threshold(200_000)
# What is loaded stays, and looking through all of it again and again was a tenth of a cold start.


def is_loaded() -> None:
    """From now on what is made is looked through for what nobody needs as often as usual; what was loaded, never again."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
