"""The bundle, deployed on a local AWS and ready to be called."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from infra.local import people
from infra.local.aws import LocalAws
from infra.local.bundle import build, deploy
from infra.local.clients import Clients
from infra.local.completion import complete
from infra.local.environments import Environments

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef

STACK_NAME = "counterfoil"
_POLLED_WITHIN = 120
"""Seconds."""
KINDS = ("customer", "product", "invoice", "payment")


class LocalStack:
    """The whole of template.yaml on this machine, from entering the context to leaving it.

    `parameters` are those of the template; `progress` is told in a few words what is going on. `people` are who may sign in
    at the console, by role.
    """

    def __init__(
        self, parameters: Mapping[str, str] | None = None, *, progress: Callable[[str], None] = lambda _: None
    ) -> None:
        self._parameters = parameters or {}
        self._progress = progress
        self._running = ExitStack()
        self._physical: dict[str, str] = {}
        self.aws: LocalAws
        self.clients: Clients
        self.people: Mapping[str, people.Credentials]

    def __enter__(self) -> Self:
        with self._running:  # closes what was started, should the rest not start
            self._start()
            self._running = self._running.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def __getitem__(self, logical_id: str) -> str:
        """The physical id of a resource of template.yaml: a queue's URL, a function's name, a topic's ARN."""
        return self._physical[logical_id]

    @property
    def api_base_url(self) -> str:
        """What the vendors' webhook addresses begin with."""
        return f"{self.aws.endpoint_url}/_aws/execute-api/{self['HttpApi']}/$default"

    @property
    def console_base_url(self) -> str:
        """Where people open the console."""
        return self.aws.address_of(self["ConsoleApi"])

    @property
    def webhooks(self) -> dict[str, str]:
        """Where each vendor sends its webhooks."""
        return {vendor: f"{self.api_base_url}/webhooks/{vendor}" for vendor in ("hubspot", "quickbooks")}

    @property
    def table_name(self) -> str:
        """The table that holds everything."""
        return self["Table"]

    @property
    def queue_urls(self) -> dict[str, str]:
        """The queue of each kind of record."""
        return {kind: self[f"{kind.title()}Queue"] for kind in KINDS}

    def fill_app_secret(self, credentials: Mapping[str, str]) -> None:
        """Store the vendors' app credentials, as an operator does after the first deployment."""
        self.clients.secrets.put_secret_value(SecretId=self["AppSecret"], SecretString=json.dumps(dict(credentials)))

    def invoke(self, logical_id: str, event: Mapping[str, object]) -> object:
        """Run one function now and answer what it returned; raises FunctionFailedError with its error."""
        answer = self.clients.functions.invoke(FunctionName=self[logical_id], Payload=json.dumps(event).encode())
        payload: object = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            raise FunctionFailedError(f"{logical_id}: {payload}")
        return payload

    def poll(self) -> None:
        """Have every connection polled now, as the schedule does; raises TimeoutError when that takes too long."""
        self.invoke("ScheduledPoller", {})
        deadline = time.monotonic() + _POLLED_WITHIN
        while self._polls():
            if time.monotonic() > deadline:
                raise TimeoutError("connections are still to be polled")
            time.sleep(0.1)

    def _polls(self) -> int:
        """How many messages ask for polls, those under way included."""
        found = self.clients.sqs.get_queue_attributes(QueueUrl=self["PollQueue"], AttributeNames=["All"])["Attributes"]
        return sum(int(count) for name, count in found.items() if name.startswith("ApproximateNumberOfMessages"))

    def logs(self, logical_id: str) -> list[str]:
        """What one function has printed so far."""
        events = self.clients.logs.filter_log_events(logGroupName=self[f"{logical_id}Logs"])["events"]
        return [event["message"] for event in events]

    def _start(self) -> None:
        self._progress("Preparing environments")
        environments = Environments.ready()
        self._progress("Building the bundle")
        template = build()
        self._progress("Starting a local AWS")
        self.aws = self._running.enter_context(LocalAws(environments))
        self.clients = self.aws.clients()
        self._progress("Deploying")
        deploy(template, self.aws, STACK_NAME, {"AdminEmail": people.ADMINISTRATOR, **self._parameters})
        self._physical = complete(self.clients, STACK_NAME)
        self._announce_addresses()
        self.people = {
            "administrator": people.administrator(self.clients, self["UserPool"]),
            "viewer": people.viewer(self.clients, self["UserPool"]),
        }

    def _announce_addresses(self) -> None:
        """Tell the functions the addresses that vendors and people call, as a deployment behind custom domains does.

        The local AWS describes its issuer at an address of its own.
        """
        announced = {
            "PublicBaseUrl": self.api_base_url,
            "ConsoleBaseUrl": self.console_base_url,
            "OidcDiscoveryUrl": f"{self.aws.endpoint_url}/{self['UserPool']}/.well-known/openid-configuration",
        }
        cloudformation = self.clients.cloudformation
        stack = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"][0]
        parameters: list[ParameterTypeDef] = [
            {"ParameterKey": given["ParameterKey"], "UsePreviousValue": True}
            for given in stack["Parameters"]
            if given["ParameterKey"] not in announced
        ]
        parameters += [{"ParameterKey": name, "ParameterValue": value} for name, value in announced.items()]
        cloudformation.update_stack(
            StackName=STACK_NAME,
            UsePreviousTemplate=True,
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=parameters,
        )
        waiter = cloudformation.get_waiter("stack_update_complete")
        waiter.wait(StackName=STACK_NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 60})


class FunctionFailedError(RuntimeError):
    """A function raised; the message is what it said."""
