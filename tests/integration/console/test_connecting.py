"""A portal and a company, connected through both vendors' consent pages as a person does."""

from collections.abc import Iterator

import pytest

from infra.local.live import LiveBundle
from infra.local.stack import LocalStack
from infra.sandbox.pair import TwinPair
from infra.sandbox.remote import Twin
from tests.integration.console.visitor import Visitor


def nobody(_stack: LocalStack, _credentials: object) -> None:
    """Nothing is connected beforehand."""


@pytest.fixture(scope="module")
def live() -> Iterator[LiveBundle]:
    """The bundle between both twins, with no connection."""
    with LiveBundle(TwinPair(), connect=nobody) as running:
        yield running


@pytest.mark.long
@pytest.mark.feature("C1", "C6")
def test_both_accounts_are_connected_through_their_consent_pages(live: LiveBundle) -> None:
    with Twin(live.twins.hubspot_url) as hubspot, Twin(live.twins.quickbooks_url) as quickbooks:
        portal = hubspot.act("create_portal", name="Northlight Supply", seeded=False)
        company = quickbooks.act("create_company", name="Northlight Supply Co.")
    portal_id, realm_id = str(portal["portal_id"]), company["realm_id"]
    with Visitor(live.stack.console_base_url) as visitor:
        welcome = visitor.sign_in(**live.stack.people["administrator"])
        assert "Connect HubSpot" in welcome.text

        assert "Read payments, to record them on the invoice." in visitor.get("/connect").text
        asking = visitor.get("/oauth/hubspot/start")
        assert "Let Counterfoil into HubSpot?" in asking.text
        denied = visitor.choose(asking, {"portalId": portal_id, "answer": "deny"})
        assert "HubSpot was not allowed. Nothing has changed" in denied.text

        asking = visitor.get(f"{visitor.base_url}/oauth/hubspot/start")
        allowed = visitor.choose(asking, {"portalId": portal_id, "answer": "allow"})
        assert portal_id in allowed.text

        asking = visitor.get(f"{visitor.base_url}/oauth/quickbooks/start")
        connected = visitor.choose(asking, {"realmId": realm_id, "answer": "allow"})
        assert connected.status_code == 200, live.stack.logs("ConsoleFunction")[-30:]
        assert "Northlight Supply Co." in connected.text
        assert "Checks before you start" in connected.text

        home = visitor.get(f"{visitor.base_url}/")
        assert "Northlight Supply Co." in home.text
