"""What somebody has who asks both vendors about one connection: its set-up, its fees, why a record stands as it does."""

from counterfoil.bootstrap.explaining import ExplainingBundle
from counterfoil.bootstrap.fees import FeesBundle
from counterfoil.bootstrap.profiles import ProfilesBundle


class AskingBundle(ProfilesBundle, FeesBundle, ExplainingBundle):
    """Reads both vendors, and writes nothing there."""
