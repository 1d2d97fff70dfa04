"""Runs meltano-tap-hubspot against a twin, in an environment of the tap's own: `run_tap.py URL TOKEN SINCE`.

Prints what the tap prints: a message of Singer's for each contact. The tap knows no other address than HubSpot's, so this
process sends on what goes there.
"""

import sys
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from tap_hubspot.streams import ContactStream  # type: ignore[import-not-found]
from tap_hubspot.tap import TapHubspot  # type: ignore[import-not-found]

HUBSPOT = "https://api.hubapi.com"


class ToTheTwin(HTTPAdapter):
    """Sends requests for HubSpot to `twin`."""

    twin = ""

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:
        """One request."""
        request.url = (request.url or "").replace(HUBSPOT, self.twin)
        return super().send(request, *given, **named)


class OfContacts(TapHubspot):  # type: ignore[misc]
    """Asks for no other type of record."""

    def discover_streams(self) -> list[Any]:
        """Contacts."""
        return [ContactStream(self)]


if __name__ == "__main__":
    ToTheTwin.twin, token, since = sys.argv[1:]
    requests.sessions.HTTPAdapter = ToTheTwin  # type: ignore[attr-defined]
    OfContacts(config={"access_token": token, "start_date": since}).sync_all()
