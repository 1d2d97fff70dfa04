"""The control actions that are about the twin as a whole: webhooks, companies, consents."""

from collections.abc import Callable, Mapping
from typing import Any

from infra.sandbox.kernel.control import ControlError
from infra.sandbox.kernel.delivery import Behaviour
from infra.sandbox.quickbooks.grants import Grants
from infra.sandbox.quickbooks.profile import Profile
from infra.sandbox.quickbooks.webhooks import Subscription, Webhooks

Open = Callable[[Profile], dict[str, str]]
Reconnect = Callable[..., dict[str, str]]
"""Called with `realm_id`, and with `scopes` where others are granted than for the Accounting API."""


class Controls:
    """Every public method is an action; its keywords are the action's arguments."""

    def __init__(self, webhooks: Webhooks, grants: Grants, open_company: Open, reconnect: Reconnect) -> None:
        self._webhooks, self._grants = webhooks, grants
        self._open_company, self._reconnect = open_company, reconnect

    def actions(self) -> Mapping[str, Callable[..., dict[str, Any]]]:
        """The actions that name no company."""
        return {
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "webhooks": self._behave,
            "deliveries": self._webhooks.deliveries,
            "pump": lambda: {"requests": self._webhooks.pump()},
            "create_company": lambda **profile: self._open_company(Profile(**profile)),
        }

    def company_actions(self) -> Mapping[str, Callable[..., dict[str, Any]]]:
        """The actions about the consents of one company, each with its `realm_id`."""
        return {
            "authorize": self._reconnect,
            "expire_tokens": lambda realm_id: {"expired": self._grants.expire_access(realm_id)},
            "revoke_grant": lambda realm_id: {"revoked": self._grants.revoke_company(realm_id)},
        }

    def run(self, action: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """One of `actions` or `company_actions`. Raises ControlError for arguments it does not have."""
        try:
            return {**self.actions(), **self.company_actions()}[action](**arguments)
        except TypeError as error:
            raise ControlError(f"bad arguments for {action}: {error}") from error

    def _subscribe(self, **arguments: str) -> dict[str, Any]:
        self._webhooks.subscribe(Subscription(**arguments))
        return {"subscriptions": len(self._webhooks.subscriptions)}

    def _unsubscribe(self, url: str) -> dict[str, Any]:
        self._webhooks.unsubscribe(url)
        return {"subscriptions": len(self._webhooks.subscriptions)}

    def _behave(self, **arguments: Any) -> dict[str, Any]:
        self._webhooks.behave(Behaviour(**arguments))
        return dict(arguments)
