"""Keeps the rules of connections: every change makes a version, with who made it, when and why."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction, RuleChange, RuleVersion, SyncRule, new_rule
from counterfoil.domain.rules.faults import Fault
from counterfoil.domain.texts import faults, words
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.capabilities import TriedOnce, tried_once_shown
from counterfoil.engine.ports import Clock, ConcurrentChangeError, ConnectionStore, PortalTrials
from counterfoil.engine.rules.checking import checked
from counterfoil.engine.rules.document import Document, read_rule, understood_rule, written
from counterfoil.engine.rules.following import (
    following,
    is_unchanged,
    last_direction,
    not_outdated,
    says_the_same,
    with_current,
)
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.engine.rules.standing import RuleStanding

_TRIES = 5

type Change = Callable[[Connection, Sequence[RuleVersion]], SyncRule]
"""From a connection and the versions of one of its rules, the newest first, to the rule as it is to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who changes a rule, and why."""

    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleKeeper:
    """Checks, saves and restores rules; a change is effective with the next record that is worked on.

    All methods raise UnknownConnectionError. Those that change a rule return the version that they made; they raise
    InvalidRuleError, and then change nothing. Own mappings and clauses are checked against the vendors' `fields`, for which
    HubSpot may have to be asked, and a rule with which HubSpot comes to show invoices of QuickBooks has it tried what the
    portal refuses; both raise VendorError.
    """

    connections: ConnectionStore
    portals: PortalTrials
    clock: Clock
    fields: KnownFields

    def current(self, connection_id: str) -> Sequence[SyncRule]:
        """The current rules of a connection."""
        return list(self.connections.get(connection_id).rules.values())

    def check(self, connection_id: str, document: Document) -> SyncRule:
        """The rule that a document describes. Raises InvalidRuleError with every fault; changes nothing either way."""
        connection = self.connections.get(connection_id)
        rule = understood_rule(document, connection.rules)
        return checked(self.fields, connection, rule, document).with_every_mapping()

    def history(self, connection_id: str, kind: EntityKind) -> Sequence[RuleVersion]:
        """All versions, the newest first."""
        self.connections.get(connection_id)
        return self.connections.versions(connection_id, kind)

    def standing(self, connection_id: str, kind: EntityKind) -> RuleStanding:
        """How a rule stands. Raises InvalidRuleError where the kind has none."""
        connection = self.connections.get(connection_id)
        return RuleStanding(connection, kind, self._known(connection, kind))

    def save(self, connection_id: str, document: Document, author: Author) -> RuleVersion:
        """Let the current rule be the one that a document describes."""
        right = self.check(connection_id, document)

        def described(connection: Connection, _: Sequence[RuleVersion]) -> SyncRule:
            return replace(read_rule(document, connection.rules), filters=right.filters)

        return self._change(connection_id, right.kind, RuleChange.SAVED, author, described)

    def draft(self, connection_id: str, document: Document, author: Author, over: int | None = None) -> RuleVersion:
        """Keep the rule that a document describes as a version that is not current.

        A rule that says what the draft says, or without one the current rule, makes no version. Raises OutdatedRuleError
        when `over` is not the newest version any more.
        """
        rule = self.check(connection_id, document)

        def keep() -> RuleVersion:
            standing = self.standing(connection_id, rule.kind)
            not_outdated(standing.versions, over)
            if says_the_same(rule, standing.latest.rule):
                return standing.latest
            return self._kept(standing, rule, RuleChange.DRAFTED, author)

        return _repeated(keep)

    def discard(self, connection_id: str, kind: EntityKind, author: Author, over: int | None = None) -> RuleVersion:
        """Let the draft be none; it stays in the history. Returns the current version where there is no draft.

        Raises OutdatedRuleError when `over` is not the newest version any more.
        """

        def keep() -> RuleVersion:
            standing = self.standing(connection_id, kind)
            not_outdated(standing.versions, over)
            if standing.draft is None:
                return standing.latest
            return self._kept(standing, standing.current.rule, RuleChange.DISCARDED, author)

        return _repeated(keep)

    def _kept(self, standing: RuleStanding, rule: SyncRule, change: RuleChange, author: Author) -> RuleVersion:
        """Store a version that is not current."""
        number = following(standing.current.rule, rule, standing.versions, self.clock())
        version = self._version(number, change, author)
        self.connections.keep_version(standing.connection.id, version)
        return version

    def restore(
        self, connection_id: str, kind: EntityKind, number: int, author: Author, over: int | None = None
    ) -> RuleVersion:
        """Copy a version, or a draft, forward: a new version, which is current. It must fit what the vendors have by now.

        Raises OutdatedRuleError when `over` is not the newest version any more.
        """
        standing = self.standing(connection_id, kind)
        found = next((one.rule for one in standing.versions if one.rule.version == number), None)
        if found is None:
            text = faults.NO_SUCH_VERSION(number=number, kinds=words.SEVERAL[kind])
            raise InvalidRuleError([Fault("version", text)])
        right = checked(self.fields, standing.connection, found, written(found))

        def copied(_: Connection, known: Sequence[RuleVersion]) -> SyncRule:
            not_outdated(known, over)
            return right

        return self._change(connection_id, kind, RuleChange.RESTORED, author, copied)

    def switch_off(self, connection_id: str, kind: EntityKind, author: Author) -> RuleVersion:
        """Carry nothing of this kind any more, messages under way included; all other choices stay."""

        def off(connection: Connection, _: Sequence[RuleVersion]) -> SyncRule:
            return replace(connection.rules[kind], direction=Direction.OFF)

        return self._change(connection_id, kind, RuleChange.SWITCHED_OFF, author, off)

    def switch_on(self, connection_id: str, kind: EntityKind, author: Author) -> RuleVersion:
        """Carry this kind again the way it was carried last; what changed meanwhile is caught up by the next poll.

        No vendor is asked for anything, unless invoices of QuickBooks are to be shown and their portal was never tried: the
        connection waited for its first plan or its permission when the rule was made. Then it is tried now.
        """

        def on(connection: Connection, known: Sequence[RuleVersion]) -> SyncRule:
            return replace(connection.rules[kind], direction=last_direction(kind, known))

        return self._change(connection_id, kind, RuleChange.SWITCHED_ON, author, on)

    def delete(self, connection_id: str, kind: EntityKind, author: Author) -> RuleVersion:
        """Forget what was chosen, and carry nothing; links and history stay."""
        change = RuleChange.DELETED
        return self._change(connection_id, kind, change, author, lambda *_: new_rule(kind, Direction.OFF, self.clock()))

    def _change(self, connection_id: str, kind: EntityKind, change: RuleChange, author: Author, to: Change) -> RuleVersion:
        """Store the next version as the current one; a rule that says what it said before makes none."""
        portals = TriedOnce(self.portals)

        def store() -> RuleVersion:
            connection = self.connections.get(connection_id)
            known = self._known(connection, kind)
            current = connection.rules[kind]
            rule = following(current, to(connection, known), known, self.clock())
            if is_unchanged(current, rule):
                return next(version for version in known if version.rule.version == current.version)
            version = self._version(rule, change, author)
            stored = self.connections.versions(connection_id, kind)
            missing = [one for one in known if one not in stored]
            changed = replace(connection, rules={**connection.rules, kind: rule})
            if kind is EntityKind.INVOICE:
                anew = change is not RuleChange.SWITCHED_ON
                changed = tried_once_shown(connection, changed, portals, anew=anew)
            self.connections.save(changed, [*missing, version])
            return version

        return _repeated(store)

    def _known(self, connection: Connection, kind: EntityKind) -> Sequence[RuleVersion]:
        """All versions with the current one, the newest first. Raises InvalidRuleError where the kind has no rule."""
        if kind not in connection.rules:
            raise InvalidRuleError([Fault("kind", faults.NO_RULE_OF_THEIR_OWN())])
        return with_current(connection, kind, self.connections.versions(connection.id, kind))

    def _version(self, rule: SyncRule, change: RuleChange, author: Author) -> RuleVersion:
        return RuleVersion(rule=rule, at=self.clock(), who=author.who, why=author.why, change=change)


def _repeated(store: Callable[[], RuleVersion]) -> RuleVersion:
    """Whoever changed the connection meanwhile loses nothing: it is read anew."""
    for _ in range(_TRIES - 1):
        try:
            return store()
        except ConcurrentChangeError:
            continue
    return store()
