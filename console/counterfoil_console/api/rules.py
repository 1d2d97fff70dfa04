"""Rules, for programs: documents as `poe rules` writes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction, RuleChange, RuleVersion
from counterfoil.domain.values import dataclass
from counterfoil.engine.rules.document import written


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Documents, one for each rule."""

    rules: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRules:
    """What is saved, all or nothing, and why; a `draft` is kept without being current."""

    rules: tuple[Mapping[str, Any], ...]
    why: str
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedVersion:
    """Which version is copied forward, and why."""

    version: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a rule, with its document; it never changes."""

    kind: EntityKind
    version: int
    direction: Direction
    change: RuleChange
    at: datetime
    who: str
    why: str
    document: Mapping[str, Any]

    @classmethod
    def of(cls, version: RuleVersion) -> "Version":
        """The version."""
        rule = version.rule
        return cls(
            kind=rule.kind,
            version=rule.version,
            direction=rule.direction,
            change=version.change,
            at=version.at,
            who=version.who,
            why=version.why,
            document=written(rule),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Versions of rules, of one rule the newest first."""

    versions: tuple[Version, ...]
