"""A call of a vendor, as far as it is kept: enough for the vendor's support, and nothing of what was said in it."""

from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass

MOST_CALLS = 30
"""So many calls are kept with an outcome, the last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorCall:
    """One request. `path` has no query; `status` is 0 where no answer came; `request_id` is the vendor's own."""

    system: System
    method: str
    path: str
    status: int
    milliseconds: int
    request_id: str = ""
