"""The bundle at work: deployed on this machine, between both twins, with one connection live."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, Self

from infra.local.environments import PROJECT
from infra.local.stack import STACK_NAME, LocalStack
from infra.sandbox.app_secret import app_secret
from infra.sandbox.pair import TwinPair
from infra.sandbox.remote import Twin

type Credentials = Mapping[str, Mapping[str, str]]
"""What the twins say of themselves: "hubspot" and "quickbooks", each with its address, account and credentials."""

type Connect = Callable[[LocalStack, Credentials], None]
"""Makes the connection between the seeded portal and company."""

LOCAL_PARAMETERS = {"PollSchedule": "rate(1 minute)", "ReportWindow": "5"}
"""Where a person waits for a poll or a message, minutes are long."""


class NotConnectedError(RuntimeError):
    """The operator's command could not connect the twins; the message is what it said."""


def connect_as_operator(
    stack: LocalStack,
    credentials: Credentials,
    *,
    and_start: bool = True,
    invoices: str = "hubspot_to_quickbooks",
) -> None:
    """Connect both twins with the command an operator uses."""
    hubspot, quickbooks = credentials["hubspot"], credentials["quickbooks"]
    tokens = {"hubspot": hubspot["refresh_token"], "quickbooks": quickbooks["refresh_token"]}
    accounts = ("--portal-id", str(hubspot["portal_id"]), "--realm-id", quickbooks["realm_id"])
    wishes = ["--invoices", invoices, *(["--and-start"] if and_start else [])]
    outcome = subprocess.run(
        [sys.executable, "-m", "infra.operator", "--stack", STACK_NAME, *accounts, *wishes],
        cwd=PROJECT,
        env={**os.environ, **stack.aws.environment},
        input=json.dumps(tokens),
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise NotConnectedError(outcome.stderr)


class LiveBundle:
    """Twins, local stack and connection, from entering the context to leaving it."""

    def __init__(
        self,
        twins: TwinPair,
        *,
        connect: Connect = connect_as_operator,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.twins = twins
        self._connect = connect
        self._progress = progress
        self._running = ExitStack()
        self.stack: LocalStack

    def __enter__(self) -> Self:
        with self._running:  # closes what was started, should the rest not start
            self._start()
            self._running = self._running.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def description(self) -> dict[str, Any]:
        """All that somebody outside needs in order to take part."""
        webhooks = self.stack.webhooks
        return {
            **self.twins.description(),
            "api": {
                "base_url": self.stack.api_base_url,
                "hubspot_webhook": webhooks["hubspot"],
                "quickbooks_webhook": webhooks["quickbooks"],
            },
            "console": {"base_url": self.stack.console_base_url, **self.stack.people},
            "aws": {"endpoint_url": self.stack.aws.endpoint_url},
        }

    def _start(self) -> None:
        self._progress("Starting the twins of HubSpot and QuickBooks")
        self._running.enter_context(self.twins)
        addresses = {
            "HubSpotBaseUrl": self.twins.hubspot_url,
            "HubSpotConsentUrl": f"{self.twins.hubspot_url}/oauth/authorize",
            "QuickBooksBaseUrl": self.twins.quickbooks_url,
            "QuickBooksConsentUrl": f"{self.twins.quickbooks_url}/connect/oauth2",
            "QuickBooksGraphqlUrl": self.twins.quickbooks_url,
            "QuickBooksTokenUrl": f"{self.twins.quickbooks_url}/oauth2/v1/tokens/bearer",
            "QuickBooksRevokeUrl": f"{self.twins.quickbooks_url}/v2/oauth2/tokens/revoke",
        }
        stack = LocalStack(LOCAL_PARAMETERS | addresses, progress=self._progress)
        self.stack = self._running.enter_context(stack)
        self._progress("Connecting the portal and the company")
        credentials = self.twins.description()
        stack.fill_app_secret(app_secret(credentials["hubspot"], credentials["quickbooks"]))
        subscribe(self.twins.hubspot_url, stack.webhooks["hubspot"])
        subscribe(self.twins.quickbooks_url, stack.webhooks["quickbooks"])
        self._connect(stack, credentials)


def subscribe(twin_url: str, webhook: str) -> None:
    """Have a twin send its webhooks to an address."""
    with Twin(twin_url) as twin:
        twin.act("subscribe", url=webhook)
