"""A template as written: intrinsic functions as dictionaries."""

from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]


def load(path: Path) -> dict[str, Any]:
    """A template, with `!Ref x` as {"Ref": "x"} and `!GetAtt a.b` as {"Fn::GetAtt": ["a", "b"]}."""
    template: dict[str, Any] = yaml.load(path.read_text(), Loader=_Loader)
    return template


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's tags, read in C. A name that a mapping has twice is refused, as CloudFormation does."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - as yaml has it
        names = [name.value for name, _ in node.value]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"{node.start_mark}: {', '.join(sorted(twice))} twice")
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def _intrinsic(loader: _Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
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
