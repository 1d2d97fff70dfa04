"""What webhook_intake has."""

from collections.abc import Mapping
from functools import cached_property

from counterfoil.adapters.deliveries import Delivery
from counterfoil.adapters.hubspot import webhooks as hubspot_webhooks
from counterfoil.adapters.quickbooks import webhooks as quickbooks_webhooks
from counterfoil.bootstrap.stores import Stores
from counterfoil.domain.identity import System
from counterfoil.engine.hints.intake import Intake
from counterfoil.engine.hints.known_accounts import KnownAccounts


class IntakeBundle(Stores):
    """Takes in what the vendors deliver; it calls neither of them."""

    @cached_property
    def intake(self) -> Intake:
        return Intake(
            accounts=KnownAccounts(self.connections, self._clock),
            cursors=self.cursors,
            queue=self.queue,
            call_up=self.call_up,
        )

    def is_genuine(self, system: System, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the vendor itself sent this."""
        app = self._app()
        if system is System.HUBSPOT:
            return hubspot_webhooks.is_genuine(
                method=method, url=url, body=body, headers=headers, secret=app.hubspot_client_secret, now=self._clock()
            )
        return quickbooks_webhooks.is_genuine(body=body, headers=headers, verifier_token=app.quickbooks_verifier_token)

    def parse(self, system: System, body: bytes) -> Delivery:
        """What a genuine delivery says. Raises InvalidValueError when it is none."""
        return hubspot_webhooks.parse(body) if system is System.HUBSPOT else quickbooks_webhooks.parse(body)
