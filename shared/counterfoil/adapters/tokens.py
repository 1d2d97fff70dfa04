"""What both vendors' OAuth comes down to: a refresh token becomes new tokens."""

from dataclasses import field
from datetime import timedelta
from typing import Protocol

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class RenewedTokens:
    """New tokens, both to be stored at once: the old refresh token may be worthless from now on.

    `expires_in` is the life of the access token from the moment of the answer. Neither token shows in a `repr`.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: timedelta


@dataclass(frozen=True, slots=True)
class Consent:
    """A grant that somebody has just given: for which account, where the vendor says so with the tokens."""

    account_id: str
    refresh_token: str = field(repr=False)


class Grant(Protocol):
    """One vendor's token endpoint, with the app's own credentials."""

    def refresh(self, refresh_token: str) -> RenewedTokens:
        """Trade `refresh_token` for new tokens.

        Raises VendorError: category E12 when the grant is dead and a person must connect again; E16 when the vendor
        did not answer or was busy, and E30 when it refused the app's own credentials or request. After the last two, the
        same refresh token may be tried again later.
        """
        ...

    def revoke(self, refresh_token: str) -> bool:
        """End the grant; one that has ended already is fine. False where only a person can end it at the vendor.

        Raises VendorError: E16 when the vendor did not answer, E30 when it refused the app.
        """
        ...


_MENDED_WITHIN = timedelta(minutes=2)
"""How soon a fault of ours is tried again: often enough to end soon after it was mended."""


def dead_grant(text: str, *, code: str, request_id: str) -> VendorError:
    """The vendor says that the permission has ended: a person must connect again."""
    return VendorError(
        Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, vendor_text=text, code=code, request_id=request_id)
    )


def our_fault(text: str, *, code: str = "", request_id: str = "") -> VendorError:
    """What keeps us from having a token is our own: neither the grant nor the vendor is to blame."""
    return VendorError(
        Failure(
            category=ErrorCategory.OUR_FAULT,
            cure=Cure.WAITING,
            vendor_text=text,
            code=code,
            request_id=request_id,
            retry_after=_MENDED_WITHIN,
        )
    )


def try_later(text: str, *, code: str = "", request_id: str = "") -> VendorError:
    """The token endpoint did not answer or was busy: the same refresh token may be tried again."""
    return VendorError(
        Failure(
            category=ErrorCategory.VENDOR_UNAVAILABLE,
            cure=Cure.WAITING,
            vendor_text=text,
            code=code,
            request_id=request_id,
        )
    )
