"""Reads the templates for the tests: as written, and with SAM's resources translated."""

import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from tests.template.intrinsics import PROJECT, load

type Resources = dict[str, dict[str, Any]]


class NoManagedPolicies:
    """The template names no policy of AWS's; the translator must not need one."""

    def load(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True)
class Bundle:
    """Everything the tests ask about."""

    parameters: dict[str, Any]
    written: Resources
    """Resources of template.yaml as a person reads them."""
    translated: Resources
    """Resources of template.yaml as CloudFormation creates them."""
    alarms: Resources
    """Resources of infra/observability.yaml."""

    @classmethod
    def read(cls) -> Self:
        template = load(PROJECT / "template.yaml")
        observability = load(PROJECT / "infra" / "observability.yaml")
        return cls(
            parameters=template["Parameters"],
            written=template["Resources"],
            translated=translate(template),
            alarms=observability["Resources"],
        )

    def of_type(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Logical id and properties of each translated resource of a type."""
        for name, resource in self.translated.items():
            if resource["Type"] == kind:
                yield name, resource.get("Properties", {})

    def mappings_of(self, function: str) -> list[dict[str, Any]]:
        """The event source mappings of a function."""
        mappings = self.of_type("AWS::Lambda::EventSourceMapping")
        return [mapping for _, mapping in mappings if target(mapping["FunctionName"]) == function]


def translate(template: dict[str, Any]) -> Resources:
    """The resources after the SAM transform, which packages nothing: code is said to be in S3 already."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    prepared = copy.deepcopy(template)
    for resource in prepared["Resources"].values():
        for uri in {"CodeUri", "ContentUri"} & resource.get("Properties", {}).keys():
            resource["Properties"][uri] = "s3://bucket/key"
    translated: Resources = transform(prepared, {}, NoManagedPolicies())["Resources"]
    return translated


def target(reference: object) -> str:
    """The logical id that an intrinsic function speaks of."""
    match reference:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return name
        case {"Fn::Sub": str(text)}:
            return text.partition("${")[2].partition(".")[0].partition("}")[0]
    raise AssertionError(f"{reference!r} names no resource")
