"""What webhook_intake has."""

from collections.abc import Mapping
from functools import cached_property

from counterfoil.adapters.hubspot import webhooks as hubspot_webhooks
from counterfoil.adapters.quickbooks import webhooks as quickbooks_webhooks
from counterfoil.bootstrap.stores import Stores
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import System
from counterfoil.engine.hints.intake import Intake


class IntakeBundle(Stores):
    """Takes in what the vendors deliver; it calls neither of them."""

    @cached_property
    def intake(self) -> Intake:
        return Intake(connections=self.connections, deliveries=self.deliveries, queue=self.queue)

    def is_genuine(self, system: System, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the vendor itself sent this."""
        app = self._app()
        if system is System.HUBSPOT:
            return hubspot_webhooks.is_genuine(
                method=method, url=url, body=body, headers=headers, secret=app.hubspot_client_secret, now=self._clock()
            )
        return quickbooks_webhooks.is_genuine(body=body, headers=headers, verifier_token=app.quickbooks_verifier_token)

    def parse(self, system: System, body: bytes) -> tuple[dict[str, list[ChangeEvent]], Mapping[str, int]]:
        """The events of a genuine delivery by account id, and how many of each unknown type. Raises InvalidValueError."""
        webhooks = hubspot_webhooks if system is System.HUBSPOT else quickbooks_webhooks
        delivery = webhooks.parse(body)
        by_account: dict[str, list[ChangeEvent]] = {}
        for account_id, event in delivery.events:
            by_account.setdefault(account_id, []).append(event)
        return by_account, delivery.unknown
