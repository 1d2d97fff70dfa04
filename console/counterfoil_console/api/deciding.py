"""What programs decide about records."""

from collections.abc import Iterable

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.retry import Retried as Retrial


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRetry:
    """These records, by either side's reference; without any, all that fail or wait, or those of one category."""

    records: tuple[str, ...] = ()
    category: ErrorCategory | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What of either side was confirmed to be deleted on purpose, in a sentence for each; none where no check was halted."""

    accepted: tuple[str, ...]

    @classmethod
    def of(cls, accepted: Iterable[object]) -> "Accepted":
        """The sentences."""
        return cls(accepted=tuple(map(str, accepted)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """How many records are tried again, and which of those that were named neither fail nor wait."""

    retried: int
    untroubled: tuple[str, ...]

    @classmethod
    def of(cls, retried: Retrial) -> "Retried":
        """What was retried."""
        return cls(retried=retried.enqueued, untroubled=tuple(map(str, retried.untroubled)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason, which people will read."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithOther:
    """The other record of two, and the reason."""

    other: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedAbout:
    """What was decided about which record, and by whom."""

    record: str
    decided: str
    who: str
