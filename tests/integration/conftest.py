"""The bundle, deployed once for all tests of a run."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from infra.local.stack import LocalStack

APP_SECRET = {
    "hubspot_client_id": "hubspot-client",
    "hubspot_client_secret": "hubspot-secret",
    "quickbooks_client_id": "quickbooks-client",
    "quickbooks_client_secret": "quickbooks-secret",
    "quickbooks_verifier_token": "quickbooks-verifier",
}


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Keep all tests that need a local AWS on one worker, so that it is started once."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("local AWS"))


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    """All of template.yaml on a local AWS, with app credentials and without any connection.

    The vendors' addresses lead nowhere: a test that reaches them fails.
    """
    nowhere = "http://127.0.0.1:9"
    addresses = dict.fromkeys(("HubSpotBaseUrl", "QuickBooksBaseUrl", "QuickBooksTokenUrl"), nowhere)
    with LocalStack(addresses) as deployed:
        deployed.fill_app_secret(APP_SECRET)
        yield deployed
