"""What every call of a vendor needs: a token, and a share of what may be called."""

from typing import Protocol


class AccessTokens(Protocol):
    """The bearer token of one connection at one vendor; refreshes itself."""

    def current(self) -> str:
        """A token that is valid for at least the next minute. Raises VendorError (category E12 when the grant is dead)."""
        ...

    def rejected(self, token: str) -> None:
        """The vendor refused `token` although it looked valid: do not hand it out again."""
        ...

    def ended(self, token: str) -> None:
        """The vendor says that the permission behind `token` has ended: hand nothing out before somebody connects anew."""
        del token  # where permissions do not end


class RequestBudget(Protocol):
    """The shared allowance of one connection at one vendor."""

    def take(self, resource: str, count: int = 1) -> None:
        """Wait for and use up `count` of `resource` ("request", "search", "batch"). Raises VendorError (E16) when it would
        take too long."""
        ...

    def is_short(self, resource: str) -> bool:
        """Whether more than half of what is allowed of `resource` is used up, as far as that is known without a call."""
        del resource  # where there are no limits
        return False
