"""A portal and a company, connected through both vendors' consent pages as a person does."""

import html
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx2
import pytest

from counterfoil.adapters.aws.connections import DynamoConnectionStore
from counterfoil.adapters.aws.cursors import DynamoCursorStore
from counterfoil.adapters.aws.erase_queue import SqsErasureQueue
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.connection import ConnectionState, Ending
from counterfoil.engine.connections.delete import QUIET
from infra.local.live import LiveBundle
from infra.local.stack import LocalStack
from infra.sandbox.pair import TwinPair
from infra.sandbox.remote import Twin
from tests.builders import a_connection
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
    told = live.description()["console"]
    assert (told.keys(), told["viewer"].keys()) == ({"base_url", "administrator", "viewer"}, {"email", "password"})
    with Visitor(told["base_url"]) as visitor:
        welcome = visitor.sign_in(**told["administrator"])
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


@pytest.mark.long
@pytest.mark.feature("C5", "H5")
def test_a_connection_is_exported_disconnected_connected_again_and_deleted(live: LiveBundle) -> None:
    with Twin(live.twins.hubspot_url) as hubspot, Twin(live.twins.quickbooks_url) as quickbooks:
        portal_id = str(hubspot.act("create_portal", name="Harbour Books", seeded=False)["portal_id"])
        realm_id = quickbooks.act("create_company", name="Harbour Books Co.")["realm_id"]
    here = f"/c/{portal_id}-{realm_id}"
    with Visitor(live.stack.console_base_url) as visitor:
        visitor.sign_in(**live.stack.people["administrator"])
        allow(visitor, {"hubspot": portal_id, "quickbooks": realm_id})

        jobs = visitor.get(f"{visitor.base_url}{here}/jobs")
        jobs = visitor.submit(jobs, {"what": "history", "form": "csv"}, action=f"{here}/jobs")
        deadline = time.monotonic() + 120
        while "Being made" in jobs.text and time.monotonic() < deadline:
            time.sleep(1)
            jobs = visitor.get(f"{visitor.base_url}{here}/jobs")
        assert "Ready" in jobs.text, "\n".join(live.stack.logs("Exporter")[-30:])
        (address,) = re.findall(r'href="([^"]*/file)"', jobs.text)
        file = visitor.get(f"{visitor.base_url}{html.unescape(address)}")
        assert (file.status_code, "Connected both vendors." in file.text) == (200, True), file.text
        assert file.headers["content-disposition"].startswith("attachment")

        page = visitor.get(f"{visitor.base_url}{here}/connection")
        page = visitor.submit(page, {}, action=f"{here}/disconnect")
        assert page.text.count("Not connected: Counterfoil has no access to it.") == 2, live.stack.logs("ConsoleFunction")[
            -30:
        ]
        assert "may still list" not in page.text
        page = allow(visitor, {"hubspot": portal_id, "quickbooks": realm_id}, f"{portal_id}-{realm_id}")
        assert page.text.count("Lets us in.") == 2

        page = visitor.submit(page, {"typed": "Harbour Books Co."}, action=f"{here}/delete")
        assert "It is being deleted." in page.text, live.stack.logs("ConsoleFunction")[-30:]


@pytest.mark.long
@pytest.mark.feature("C5", "C2")
def test_what_was_deleted_is_erased_by_a_function_of_its_own(live: LiveBundle) -> None:
    """It was deleted a while ago, so that nobody is waited for any more."""
    clients, name = live.stack.clients, live.stack.table_name
    connections = DynamoConnectionStore(Table(clients.dynamodb, name))
    ending = Ending(at=datetime.now(UTC) - QUIET, before=ConnectionState.ACTIVE, open=frozenset())
    deleted = a_connection(id="1-2", portal_id="1", realm_id="2", revision=0)
    connections.save(replace(deleted, state=ConnectionState.BEING_DELETED, ending=ending))
    kept = connections.save(a_connection(id="1-22", portal_id="1", realm_id="22", revision=0))
    cursors = DynamoCursorStore(Table(clients.dynamodb, name))
    for connection_id in ("1-2", "1-22"):
        cursors.put(connection_id, "poll:hubspot", "here")

    queue = clients.sqs.get_queue_url(QueueName=live.stack["EraseQueue"].rpartition("/")[2])["QueueUrl"]
    SqsErasureQueue(clients.sqs, queue).wake("1-2", "")
    deadline = time.monotonic() + 120
    while "1-2" in [one.id for one in connections.every()] and time.monotonic() < deadline:
        time.sleep(1)
    assert "1-2" not in [one.id for one in connections.every()], "\n".join(live.stack.logs("Eraser")[-30:])
    assert (cursors.get("1-2", "poll:hubspot"), cursors.get("1-22", "poll:hubspot")) == ("", "here")
    assert connections.get("1-22") == kept


def allow(visitor: Visitor, accounts: dict[str, str], connection: str = "") -> httpx2.Response:
    """Both vendors' consents, one after the other; the page that the second leads to."""
    names = {"hubspot": "portalId", "quickbooks": "realmId"}
    for vendor, account in accounts.items():
        asking = visitor.get(f"{visitor.base_url}/oauth/{vendor}/start?connection={connection}")
        page = visitor.choose(asking, {names[vendor]: account, "answer": "allow"})
    return page
