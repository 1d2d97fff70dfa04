"""Everything behind the twin's routes, and one authorised call on its way to a handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import simplejson
from werkzeug.wrappers import Request

from infra.sandbox.hubspot.errors import invalid
from infra.sandbox.hubspot.identifiers import Identifiers
from infra.sandbox.hubspot.journal import Journal
from infra.sandbox.hubspot.oauth import AccessToken, OAuth
from infra.sandbox.hubspot.portal import Account, Portal
from infra.sandbox.hubspot.records import Actor, Event
from infra.sandbox.hubspot.switches import Switches
from infra.sandbox.hubspot.values import unreadable
from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.clock import Clock


@dataclass(slots=True)
class Backend:
    """The state shared by all routes."""

    clock: Clock
    identifiers: Identifiers
    switches: Switches
    oauth: OAuth
    publish: Callable[[Portal, list[Event]], None]
    portals: dict[int, Portal] = field(default_factory=dict)

    def open_portal(self, account: Account) -> Portal:
        """A new, empty portal whose events are published."""
        portal = Portal(account, self.clock, self.identifiers, self.switches)
        portal.journal.publish = lambda events: self.publish(portal, events)
        self.portals[portal.id] = portal
        return portal


@dataclass(slots=True)
class ApiCall:
    """One authorised request."""

    request: Request
    backend: Backend
    portal: Portal
    token: AccessToken
    version: str = "v3"

    @property
    def journal(self) -> Journal:
        """The portal's journal."""
        return self.portal.journal

    @property
    def actor(self) -> Actor:
        """The app, as history and webhooks name it."""
        app_id = str(self.backend.oauth.app_id)
        return Actor("INTEGRATION", app_id, "Counterfoil")

    def body(self) -> dict[str, Any]:
        """The JSON object sent. Raises 400."""
        document = self.json()
        if not isinstance(document, dict):
            raise unreadable("Cannot deserialize value of type object")
        return document

    def json(self) -> Any:
        """The JSON document sent. Raises 400."""
        try:
            return exact_json.loads(self.request.get_data() or b"null")
        except simplejson.JSONDecodeError as error:
            message = f"Invalid input JSON on line {error.lineno}, column {error.colno}: {error.msg}"
            raise invalid(message) from error
        except UnicodeDecodeError as error:
            raise unreadable("Invalid UTF-8") from error

    def inputs(self, most: int) -> list[Mapping[str, Any]]:
        """The `inputs` of a batch. Raises 400 when there are too many, or none at all."""
        found = self.body().get("inputs")
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise invalid("Some required fields were not set: [inputs]")
        if len(found) > most:
            message = f"The maximum number of inputs supported in a batch is {most}. "
            raise invalid(message + "Please reduce the number of items and try again")
        return found

    def names(self, parameter: str) -> list[str]:
        """A query parameter given as comma-separated text, repeated, or both."""
        every = [part.strip() for value in self.request.args.getlist(parameter) for part in value.split(",")]
        return [name for name in every if name]

    def flag(self, parameter: str) -> bool:
        """A boolean query parameter, false when missing."""
        return self.request.args.get(parameter, "false").lower() == "true"

    def number(self, parameter: str, default: int, most: int) -> int:
        """A counting query parameter. Raises 400 outside 1 to `most`."""
        text = self.request.args.get(parameter, str(default))
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise invalid(f"{parameter} must be a number between 1 and {most}.", propertyName=[parameter])
        return int(text)
