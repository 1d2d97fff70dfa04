"""Keeps the rules of connections: every change makes a version, with who made it, when and why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction, Fault, RuleChange, RuleVersion, SyncRule, faults_of, new_rule
from counterfoil.domain.rules.faults_of_clauses import faults_of_clauses
from counterfoil.domain.rules.faults_of_fields import faults_of_fields
from counterfoil.domain.texts import faults, words
from counterfoil.engine.ports import Clock, ConcurrentChangeError, ConnectionStore
from counterfoil.engine.rules.document import Document, places_of_mappings, read_rule, understood_rule
from counterfoil.engine.rules.following import following, is_unchanged, last_direction, with_current
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.known_fields import KnownFields

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
    HubSpot may have to be asked; that raises VendorError.
    """

    connections: ConnectionStore
    clock: Clock
    fields: KnownFields

    def current(self, connection_id: str) -> Sequence[SyncRule]:
        """The current rules of a connection."""
        return list(self.connections.get(connection_id).rules.values())

    def check(self, connection_id: str, document: Document) -> SyncRule:
        """The rule that a document describes. Raises InvalidRuleError with every fault; changes nothing either way."""
        connection = self.connections.get(connection_id)
        rule = understood_rule(document, connection.rules)
        if found := self._faults_of(connection, rule, document):
            raise InvalidRuleError(found)
        return rule.with_every_mapping()

    def _faults_of(self, connection: Connection, rule: SyncRule, document: Document) -> Sequence[Fault]:
        """Every fault; what is wrong by itself is told even while HubSpot cannot be asked. Else raises VendorError."""
        found = faults_of(rule)
        places = {fault.path for fault in found}
        try:
            return [*found, *(one for one in self._faults_of_fields(connection, rule, document) if one.path not in places)]
        except VendorError:
            if not found:
                raise
        return found

    def _faults_of_fields(self, connection: Connection, rule: SyncRule, document: Document) -> Iterator[Fault]:
        """What only the vendors' fields show to be wrong; they are asked for as far as the rule names any."""
        yield from faults_of_clauses(rule, self.fields.asked(connection, rule))
        if rule.own_mappings:
            yield from faults_of_fields(rule, self.fields.mapped(connection, rule), places_of_mappings(document))

    def history(self, connection_id: str, kind: EntityKind) -> Sequence[RuleVersion]:
        """All versions, the newest first."""
        self.connections.get(connection_id)
        return self.connections.versions(connection_id, kind)

    def save(self, connection_id: str, document: Document, author: Author) -> RuleVersion:
        """Let the current rule be the one that a document describes."""
        kind = self.check(connection_id, document).kind
        change = RuleChange.SAVED
        return self._change(connection_id, kind, change, author, lambda one, _: read_rule(document, one.rules))

    def draft(self, connection_id: str, document: Document, author: Author) -> RuleVersion:
        """Keep the rule that a document describes as a version that is not current."""
        rule = self.check(connection_id, document)

        def keep() -> RuleVersion:
            connection = self.connections.get(connection_id)
            known = with_current(connection, rule.kind, self.connections.versions(connection_id, rule.kind))
            drafted = following(connection.rules[rule.kind], rule, known, self.clock())
            version = self._version(drafted, RuleChange.DRAFTED, author)
            self.connections.keep_version(connection_id, version)
            return version

        return _repeated(keep)

    def restore(self, connection_id: str, kind: EntityKind, number: int, author: Author) -> RuleVersion:
        """Copy a version, or a draft, forward: a new version, which is current."""

        def copied(_: Connection, known: Sequence[RuleVersion]) -> SyncRule:
            found = [one.rule for one in known if one.rule.version == number]
            if not found:
                text = faults.NO_SUCH_VERSION(number=number, kinds=words.SEVERAL[kind])
                raise InvalidRuleError([Fault("version", text)])
            return found[0]

        return self._change(connection_id, kind, RuleChange.RESTORED, author, copied)

    def switch_off(self, connection_id: str, kind: EntityKind, author: Author) -> RuleVersion:
        """Carry nothing of this kind any more, messages under way included; all other choices stay."""

        def off(connection: Connection, _: Sequence[RuleVersion]) -> SyncRule:
            return replace(connection.rules[kind], direction=Direction.OFF)

        return self._change(connection_id, kind, RuleChange.SWITCHED_OFF, author, off)

    def switch_on(self, connection_id: str, kind: EntityKind, author: Author) -> RuleVersion:
        """Carry this kind again the way it was carried last; what changed meanwhile is caught up by the next poll."""

        def on(connection: Connection, known: Sequence[RuleVersion]) -> SyncRule:
            return replace(connection.rules[kind], direction=last_direction(kind, known))

        return self._change(connection_id, kind, RuleChange.SWITCHED_ON, author, on)

    def delete(self, connection_id: str, kind: EntityKind, author: Author) -> RuleVersion:
        """Forget what was chosen, and carry nothing; links and history stay."""
        change = RuleChange.DELETED
        return self._change(connection_id, kind, change, author, lambda *_: new_rule(kind, Direction.OFF, self.clock()))

    def _change(self, connection_id: str, kind: EntityKind, change: RuleChange, author: Author, to: Change) -> RuleVersion:
        """Store the next version as the current one; a rule that says what it said before makes none."""

        def store() -> RuleVersion:
            connection = self.connections.get(connection_id)
            if kind not in connection.rules:
                raise InvalidRuleError([Fault("kind", faults.NO_RULE_OF_THEIR_OWN())])
            current, stored = connection.rules[kind], self.connections.versions(connection_id, kind)
            known = with_current(connection, kind, stored)
            rule = following(current, to(connection, known), known, self.clock())
            if is_unchanged(current, rule):
                return next(version for version in known if version.rule.version == current.version)
            version = self._version(rule, change, author)
            missing = [one for one in known if one not in stored]
            self.connections.save(replace(connection, rules={**connection.rules, kind: rule}), [*missing, version])
            return version

        return _repeated(store)

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
