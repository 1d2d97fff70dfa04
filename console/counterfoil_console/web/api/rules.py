"""Rules, for programs: read, checked, saved, switched, restored."""

from collections.abc import Callable, Mapping
from typing import Any

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import RuleVersion
from counterfoil.engine.rules.files import check_file, save_file, written_file
from counterfoil.engine.rules.keeper import Author
from counterfoil_console.api.deciding import Why
from counterfoil_console.api.rules import ChangedRules, Rules, Version, Versions, WantedVersion
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.routes import Visit

_RULES = "/connections/<connection>/rules"
_RULE = f"{_RULES}/<kind>"

type Change = Callable[[str, EntityKind, Author], RuleVersion]

routes = Operations()


@routes.read(_RULES, takes=Nothing, answers=Rules)
def rules(visit: Visit, console: Console, _taken: Nothing) -> Rules:
    """The current rules of a connection."""
    current = console.product.connections.get(named.connection_id(visit, console)).rules.values()
    return Rules(rules=tuple(written_file(list(current))["rules"]))


@routes.act(f"{_RULES}/check", takes=Rules, answers=Rules)
def check_rules(visit: Visit, console: Console, taken: Rules) -> Rules:
    """What is right is answered as it would be saved; what is wrong is refused, each fault by its place. Changes nothing."""
    right = check_file(console.rules, named.connection_id(visit, console), _file(taken.rules))
    return Rules(rules=tuple(written_file(right)["rules"]))


@routes.act(_RULES, takes=ChangedRules, answers=Versions)
def save_rules(visit: Visit, console: Console, taken: ChangedRules) -> Versions:
    """Let these rules be the current ones, or keep them as drafts."""
    connection_id, file = named.connection_id(visit, console), _file(taken.rules)
    kinds = ", ".join(rule.kind for rule in check_file(console.rules, connection_id, file))
    action = Action.RULE_DRAFTED if taken.draft else Action.RULE_SAVED
    console.trail.note(visit.who, action, scope=connection_id, kind=kinds, why=taken.why)
    saved = save_file(console.rules, connection_id, file, Author(who=visit.who.name, why=taken.why), draft=taken.draft)
    return Versions(versions=tuple(map(Version.of, saved)))


@routes.read(f"{_RULE}/versions", takes=Nothing, answers=Versions)
def rule_versions(visit: Visit, console: Console, _taken: Nothing) -> Versions:
    """Every version of a rule and every draft, the newest first."""
    known = console.product.connections.versions(named.connection_id(visit, console), named.kind(visit))
    return Versions(versions=tuple(map(Version.of, known)))


@routes.act(f"{_RULE}/restore", takes=WantedVersion, answers=Version)
def restore_rule(visit: Visit, console: Console, taken: WantedVersion) -> Version:
    """Copy a version or a draft forward, as the current one."""

    def restore(connection_id: str, kind: EntityKind, author: Author) -> RuleVersion:
        return console.rules.restore(connection_id, kind, taken.version, author)

    return _changed(visit, console, Action.RULE_RESTORED, taken.why, restore)


@routes.act(f"{_RULE}/discard", takes=Why, answers=Version)
def discard_draft(visit: Visit, console: Console, taken: Why) -> Version:
    """Let the draft be none; it stays in the history."""
    return _changed(visit, console, Action.RULE_DRAFT_DISCARDED, taken.why, console.rules.discard)


@routes.act(f"{_RULE}/off", takes=Why, answers=Version)
def switch_rule_off(visit: Visit, console: Console, taken: Why) -> Version:
    """Carry nothing of this kind any more; stops at once."""
    return _changed(visit, console, Action.RULE_SWITCHED_OFF, taken.why, console.rules.switch_off)


@routes.act(f"{_RULE}/on", takes=Why, answers=Version)
def switch_rule_on(visit: Visit, console: Console, taken: Why) -> Version:
    """Carry this kind again the way it went, with what changed meanwhile."""
    return _changed(visit, console, Action.RULE_SWITCHED_ON, taken.why, console.rules.switch_on)


@routes.act(f"{_RULE}/delete", takes=Why, answers=Version)
def delete_rule(visit: Visit, console: Console, taken: Why) -> Version:
    """Forget what was chosen, and carry nothing; links and history stay."""
    return _changed(visit, console, Action.RULE_DELETED, taken.why, console.rules.delete)


def _changed(visit: Visit, console: Console, action: Action, why: str, change: Change) -> Version:
    connection_id, kind = named.connection_id(visit, console), named.kind(visit)
    console.trail.note(visit.who, action, scope=connection_id, kind=kind, why=why)
    return Version.of(change(connection_id, kind, Author(who=visit.who.name, why=why)))


def _file(documents: tuple[Mapping[str, Any], ...]) -> Mapping[str, Any]:
    return {"rules": list(documents)}
