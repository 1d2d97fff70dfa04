"""The product, as far as it calls no vendor."""

from counterfoil.bootstrap.browsing import BrowsingBundle
from counterfoil.bootstrap.deciding import DecidingBundle


class Product(BrowsingBundle, DecidingBundle):
    """What it remembers, shows of it, and lets people decide."""
