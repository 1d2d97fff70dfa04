"""The numbers of the deployed template: how long a function may run, how long a message is hidden, how many run at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from counterfoil.domain.identity import EntityKind
from tests.template.intrinsics import PROJECT, load


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueNumbers:
    """One queue, and the event source mapping that hands its messages to a synchroniser."""

    visibility: timedelta
    most_receives: int
    most_messages: int
    most_at_once: int
    in_order: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """`time_outs` are by the names of the functions' folders, and so are the `indexes` that their roles may query."""

    time_outs: Mapping[str, timedelta]
    indexes: Mapping[str, frozenset[str]]
    queues: Mapping[str, QueueNumbers]
    poll_every: timedelta
    retry_every: timedelta


def read_template(path: Path) -> Deployed:
    """What a template says, with its parameters' defaults."""
    template = load(path)
    resources: dict[str, Any] = template["Resources"]
    defaults = {name: parameter.get("Default") for name, parameter in template["Parameters"].items()}
    functions = {_folder(one): one["Properties"] for one in resources.values() if one["Type"].endswith("::Function")}
    return Deployed(
        time_outs={name: timedelta(seconds=one["Timeout"]) for name, one in functions.items()},
        indexes={name: _indexes(resources, one["Role"]["Fn::GetAtt"][0]) for name, one in functions.items()},
        queues={
            kind: _queue(resources[f"{kind.capitalize()}Queue"]["Properties"], functions[f"{kind}_sync"], defaults)
            for kind in EntityKind
        }
        | {
            "plan": _queue(resources["PlanQueue"]["Properties"], functions["planner"], defaults),
            "poll": _queue(resources["PollQueue"]["Properties"], functions["connection_poller"], defaults),
        },
        poll_every=_rate(defaults["PollSchedule"]),
        retry_every=_rate(defaults["RetrySchedule"]),
    )


def _folder(function: Mapping[str, Any]) -> str:
    return str(function["Properties"]["CodeUri"]).strip("/").rpartition("/")[2]


def _indexes(resources: Mapping[str, Any], role: str) -> frozenset[str]:
    """Whatever a role's statements allow on an index, they allow queries of it."""
    granted = resources[role]["Properties"]
    own = [one["PolicyDocument"] for one in granted.get("Policies", ())]
    shared = [resources[one["Ref"]]["Properties"]["PolicyDocument"] for one in granted.get("ManagedPolicyArns", ())]
    return frozenset(re.findall(r"\$\{\w+\.Arn\}/index/(\w+)", str(own + shared)))


def _queue(queue: Mapping[str, Any], function: Mapping[str, Any], defaults: Mapping[str, Any]) -> QueueNumbers:
    """Raises ValueError for a batch window, which Lambda does not know for a FIFO queue, nor anybody here wants."""
    mapping = function["Events"]["Messages"]["Properties"]
    if "MaximumBatchingWindowInSeconds" in mapping:
        raise ValueError("no queue has a batch window")
    return QueueNumbers(
        visibility=timedelta(seconds=queue["VisibilityTimeout"]),
        most_receives=queue["RedrivePolicy"]["maxReceiveCount"],
        most_messages=mapping["BatchSize"],
        in_order=queue.get("FifoQueue", False),
        most_at_once=int(defaults[mapping["ScalingConfig"]["MaximumConcurrency"]["Ref"]]),
    )


def _rate(expression: str) -> timedelta:
    found = re.fullmatch(r"rate\((\d+) minutes?\)", expression)
    if not found:
        raise ValueError(f"{expression} is no rate in minutes")
    return timedelta(minutes=int(found[1]))


DEPLOYED = read_template(PROJECT / "template.yaml")
