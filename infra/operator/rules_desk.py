"""Where rules are kept: at a deployed stack with AWS credentials, or through its console."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.rules.files import check_file, documents_of, save_file, written_file
from counterfoil.engine.rules.keeper import Author, RuleKeeper
from counterfoil_console.api.rules import ChangedRules, Rules, Version
from infra.client.client import ConsoleClient
from infra.operator.command import UnusableOptionsError

type Documents = Sequence[Mapping[str, Any]]


class RulesDesk(Protocol):
    """The rules of one connection, as documents. All raise CounterfoilError; what is refused changes nothing."""

    def current(self) -> Documents:
        """The current rules."""
        ...

    def current_version(self, kind: EntityKind) -> int:
        """The number of the current version of a rule."""
        ...

    def check(self, file: object) -> Documents:
        """What is right with a file, as it would be saved."""
        ...

    def save(self, file: object, author: Author, *, draft: bool) -> Sequence[Version]:
        """Let the rules of a file be the current ones, or keep them as drafts."""
        ...

    def history(self, kind: EntityKind) -> Sequence[Version]:
        """Every version, the newest first."""
        ...

    def restore(self, kind: EntityKind, number: int, author: Author) -> Version:
        """Copy a version forward."""
        ...

    def switch(self, to: str, kind: EntityKind, author: Author) -> Version:
        """Off, on, delete, or discard the draft."""
        ...


@dataclass(frozen=True, slots=True)
class StackRules(RulesDesk):
    """With AWS credentials."""

    keeper: RuleKeeper
    connection_id: str

    def current(self) -> Documents:
        return tuple(written_file(self.keeper.current(self.connection_id))["rules"])

    def current_version(self, kind: EntityKind) -> int:
        return next(rule.version for rule in self.keeper.current(self.connection_id) if rule.kind is kind)

    def check(self, file: object) -> Documents:
        return tuple(written_file(check_file(self.keeper, self.connection_id, file))["rules"])

    def save(self, file: object, author: Author, *, draft: bool) -> Sequence[Version]:
        return [Version.of(one) for one in save_file(self.keeper, self.connection_id, file, author, draft=draft)]

    def history(self, kind: EntityKind) -> Sequence[Version]:
        return [Version.of(one) for one in self.keeper.history(self.connection_id, kind)]

    def restore(self, kind: EntityKind, number: int, author: Author) -> Version:
        return Version.of(self.keeper.restore(self.connection_id, kind, number, author))

    def switch(self, to: str, kind: EntityKind, author: Author) -> Version:
        keeper = self.keeper
        changes = {"off": keeper.switch_off, "on": keeper.switch_on, "delete": keeper.delete}
        change = changes.get(to) or keeper.discard
        return Version.of(change(self.connection_id, kind, author))


@dataclass(frozen=True, slots=True)
class ConsoleRules(RulesDesk):
    """With a token of the console, which knows who it is by the token."""

    client: ConsoleClient
    connection_id: str

    def current(self) -> Documents:
        return self.client.rules(self.connection_id).rules

    def current_version(self, kind: EntityKind) -> int:
        kinds = self.client.status(self.connection_id).kinds
        return next(one.rule_version for one in kinds if one.kind is kind)

    def check(self, file: object) -> Documents:
        return self.client.check_rules(self.connection_id, Rules(rules=tuple(documents_of(file)))).rules

    def save(self, file: object, author: Author, *, draft: bool) -> Sequence[Version]:
        changed = ChangedRules(rules=tuple(documents_of(file)), why=_why(author), draft=draft)
        return self.client.save_rules(self.connection_id, changed).versions

    def history(self, kind: EntityKind) -> Sequence[Version]:
        return self.client.rule_versions(self.connection_id, kind).versions

    def restore(self, kind: EntityKind, number: int, author: Author) -> Version:
        return self.client.restore_rule(self.connection_id, kind, number, _why(author))

    def switch(self, to: str, kind: EntityKind, author: Author) -> Version:
        client = self.client
        changes = {"off": client.switch_rule_off, "on": client.switch_rule_on, "delete": client.delete_rule}
        change = changes.get(to) or client.discard_draft
        return change(self.connection_id, kind, _why(author))


def _why(author: Author) -> str:
    if author.who:
        raise UnusableOptionsError("who changes it is whoever made the token: leave --who out, or use --stack")
    return author.why
