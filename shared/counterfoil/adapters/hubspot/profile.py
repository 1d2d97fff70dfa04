"""What a HubSpot portal says of itself when it is connected."""

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.domain.connection import PortalProfile


def portal_profile(http: VendorHttp) -> tuple[str, PortalProfile]:
    """The id and the profile of the portal that the token belongs to. Raises VendorError.

    Source: https://developers.hubspot.com/docs/api-reference/latest/account/account-information/guide
    """
    account = HubSpotClient(http).account()
    return account.portalId, PortalProfile(time_zone=account.timeZone, currency=account.companyCurrency)
