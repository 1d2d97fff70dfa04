"""Reads the templates for the tests: intrinsic functions as dictionaries, SAM resources translated."""

import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml
from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

PROJECT = Path(__file__).resolve().parents[2]
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


def load(path: Path) -> dict[str, Any]:
    """A template, with `!Ref x` as {"Ref": "x"} and `!GetAtt a.b` as {"Fn::GetAtt": ["a", "b"]}."""
    template: dict[str, Any] = yaml.load(path.read_text(), Loader=_Loader)
    return template


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


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's tags."""


def _intrinsic(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    match node:
        case yaml.ScalarNode():
            value = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case yaml.MappingNode():
            value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".")
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


yaml.add_multi_constructor("!", _intrinsic, Loader=_Loader)
