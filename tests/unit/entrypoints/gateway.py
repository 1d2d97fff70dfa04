"""API Gateway before webhook_intake, on fakes: deliveries as they arrive, and what they leave behind."""

import base64
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from counterfoil.adapters.hubspot.webhooks import signature_v3
from counterfoil.adapters.quickbooks.webhooks import signature
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import System
from counterfoil.entrypoints.webhooks import receive
from counterfoil.observability import logger, metrics
from counterfoil.settings import Settings
from tests.builders import a_connection
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import FrozenClock, InMemoryChangeQueue, InMemoryCursorStore

HOST = "https://counterfoil.example"
PATHS = {system: f"/webhooks/{system}" for system in System}
APP = {
    "hubspot_client_id": "hubspot-app",
    "hubspot_client_secret": "hubspot-client-secret",
    "quickbooks_client_id": "quickbooks-app",
    "quickbooks_client_secret": "quickbooks-client-secret",
    "quickbooks_verifier_token": "quickbooks-verifier-token",
}
CONNECTIONS = (
    a_connection(),
    a_connection(id="62516-9131", portal_id="62516", realm_id="9131"),
)


@dataclass(slots=True)
class Secrets:
    """Secrets Manager with the app secret."""

    app: Mapping[str, str] = field(default_factory=lambda: APP)

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 - AWS's own spelling
        """The app secret, whatever is asked for."""
        return {"ARN": SecretId, "SecretString": json.dumps(dict(self.app))}


class Gateway:
    """Invokes webhook_intake as API Gateway does. `counted` has the metrics of the last delivery."""

    def __init__(self, *, public_base_url: str = HOST, app: Mapping[str, str] = APP) -> None:
        self.clock, self.queue = FrozenClock(), InMemoryChangeQueue()
        self.connections = InMemoryConnectionStore()
        for connection in CONNECTIONS:
            self.connections.save(connection)
        settings = Settings(table_name="table", app_secret_id="app", public_base_url=public_base_url)
        self.bundle = Bundle(settings, clock=self.clock, client={"secretsmanager": Secrets(app)}.__getitem__)
        vars(self.bundle).update(
            connections=self.connections,
            outcomes=InMemoryOutcomeStore(),
            cursors=InMemoryCursorStore(),
            queue=self.queue,
        )
        self.counted: dict[str, float] = {}

    def deliver(self, event: Mapping[str, Any]) -> int:
        """The status of the answer. What goes wrong inside is raised, for Lambda to make a 5xx of it."""
        metrics.clear_metrics()
        try:
            status: int = receive(event, self.bundle)["statusCode"]
        finally:
            self.counted = {name: sum(metric["Value"]) for name, metric in metrics.metric_set.items()}
            metrics.clear_metrics()
        return status

    @property
    def timestamp(self) -> str:
        """Now, as HubSpot tells it."""
        return str(int(self.clock.now.timestamp() * 1000))

    def hubspot(self, body: bytes, *, timestamp: str = "", url: str = HOST + PATHS[System.HUBSPOT]) -> dict[str, str]:
        """The headers with which HubSpot sends `body` to `url`."""
        timestamp = timestamp or self.timestamp
        signed = signature_v3("POST", url, body, timestamp, APP["hubspot_client_secret"])
        return {"x-hubspot-signature-v3": signed, "x-hubspot-request-timestamp": timestamp}

    def genuine(self, system: System, body: bytes) -> dict[str, Any]:
        """A genuine delivery of `body`."""
        return request(PATHS[system], body, self.hubspot(body) if system is System.HUBSPOT else intuit(body))


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What is logged meanwhile."""
    stream = io.StringIO()
    handler: Any = logger.registered_handler
    before = handler.setStream(stream)
    try:
        yield stream
    finally:
        handler.setStream(before)


def intuit(body: bytes) -> dict[str, str]:
    """The headers with which Intuit sends `body`."""
    return {"intuit-signature": signature(body, APP["quickbooks_verifier_token"])}


def request(path: str, body: bytes, headers: Mapping[str, str], *, query: str = "", encode: bool = False) -> dict[str, Any]:
    """A POST in API Gateway's payload format 2.0; what is not UTF-8 travels in base64.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    try:
        text, encoded = body.decode(), encode
    except UnicodeDecodeError:
        text, encoded = "", True
    return {
        "version": "2.0",
        "routeKey": f"POST {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": dict(headers),
        "requestContext": {"http": {"method": "POST", "path": path}, "domainName": HOST.removeprefix("https://")},
        "body": base64.b64encode(body).decode() if encoded else text,
        "isBase64Encoded": encoded,
    }


def hubspot_body(*events: Mapping[str, Any]) -> bytes:
    """A delivery of HubSpot's; what an event leaves out is a changed invoice 1 of portal 62515."""
    usual = {"portalId": 62515, "subscriptionType": "object.propertyChange", "objectTypeId": "0-53", "objectId": 1}
    usual |= {"occurredAt": 1793610000000, "eventId": 7, "subscriptionId": 3, "propertyName": "hs_invoice_status"}
    return json.dumps([usual | dict(event) for event in events]).encode()


def cloud_body(*events: Mapping[str, Any]) -> bytes:
    """A delivery of Intuit's CloudEvents; what an event leaves out is an updated invoice 130 of company 9130."""
    usual = {"specversion": "1.0", "id": "e-1", "source": "intuit", "type": "qbo.invoice.updated.v1", "data": {}}
    usual |= {"time": "2026-11-02T08:59:58Z", "intuitentityid": "130", "intuitaccountid": "9130"}
    return json.dumps([usual | dict(event) for event in events]).encode()


def legacy_body(*entities: tuple[str, str, str]) -> bytes:
    """A delivery of Intuit's older format: updates of (company, entity, id)."""
    return json.dumps(
        {
            "eventNotifications": [
                {
                    "realmId": realm_id,
                    "dataChangeEvent": {
                        "entities": [
                            {"name": name, "id": record, "operation": "Update", "lastUpdated": "2026-11-02T08:59:58Z"}
                        ]
                    },
                }
                for realm_id, name, record in entities
            ]
        }
    ).encode()
