"""The bundle's app secret, filled with the credentials that the twins give to an app."""

from collections.abc import Mapping


def app_secret(hubspot: Mapping[str, str], quickbooks: Mapping[str, str]) -> dict[str, str]:
    """The secret's members, from each twin's credentials."""
    return {
        "hubspot_client_id": hubspot["client_id"],
        "hubspot_client_secret": hubspot["client_secret"],
        "quickbooks_client_id": quickbooks["client_id"],
        "quickbooks_client_secret": quickbooks["client_secret"],
        "quickbooks_verifier_token": quickbooks["verifier_token"],
    }
