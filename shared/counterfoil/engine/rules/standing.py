"""How the rule of a kind stands: what runs, and what waits as a draft."""

from collections.abc import Sequence

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import RuleVersion, draft_among
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """A rule of a connection with all of its `versions`, the newest first, the current one among them."""

    connection: Connection
    kind: EntityKind
    versions: Sequence[RuleVersion]

    @property
    def current(self) -> RuleVersion:
        """What runs."""
        number = self.connection.rules[self.kind].version
        return next(one for one in self.versions if one.rule.version == number)

    @property
    def draft(self) -> RuleVersion | None:
        """What waits to be switched on or discarded."""
        return draft_among(self.versions)

    @property
    def latest(self) -> RuleVersion:
        """What a person goes on from: the draft, without one what runs."""
        return self.draft or self.current

    @property
    def newest(self) -> int:
        """The number of the newest version, whatever it is."""
        return self.versions[0].rule.version
