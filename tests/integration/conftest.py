"""The bundle, deployed once for all tests of a run."""

from collections.abc import Iterator

import pytest

from infra.local.stack import LocalStack

APP_SECRET = {
    "hubspot_client_id": "hubspot-client",
    "hubspot_client_secret": "hubspot-secret",
    "quickbooks_client_id": "quickbooks-client",
    "quickbooks_client_secret": "quickbooks-secret",
    "quickbooks_verifier_token": "quickbooks-verifier",
}


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    """All of template.yaml on a local AWS, with app credentials and without any connection.

    The vendors' addresses lead nowhere: a test that reaches them fails.
    """
    nowhere = "http://127.0.0.1:9"
    addresses = dict.fromkeys(("HubSpotBaseUrl", "QuickBooksBaseUrl", "QuickBooksTokenUrl", "QuickBooksRevokeUrl"), nowhere)
    with LocalStack(addresses) as deployed:
        deployed.fill_app_secret(APP_SECRET)
        yield deployed
