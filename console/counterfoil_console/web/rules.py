"""The rules of a connection, and switching them off and on."""

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.texts.sentence import joined
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.keeper import Author
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.pages.frame import Done
from counterfoil_console.presenting.rules import rules_page
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import connection_of
from counterfoil_console.web.refusals import NoSuchPageError, NotPossibleError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show, unsaid

routes = Routes()


@routes.get("/c/<connection>/rules", Access.VIEWER)
def rules(visit: Visit, console: Console) -> Answer:
    """Every rule, with who changed it last."""
    connection = connection_of(visit, console)
    histories = [
        (rule, console.product.connections.versions(connection.id, kind)) for kind, rule in connection.rules.items()
    ]
    return show(rules_page(connection, histories), visit, console, current=connection.id)


@routes.post("/c/<connection>/rules/<kind>/off", Access.ADMINISTRATOR)
def switch_off(visit: Visit, console: Console) -> Answer:
    """Carry nothing of this kind any more."""
    connection_id, kind = connection_of(visit, console).id, kind_of(visit)
    console.trail.note(visit.who, Action.RULE_SWITCHED_OFF, scope=connection_id, kind=kind)
    console.rules.switch_off(connection_id, kind, Author(who=visit.who.name, why=unsaid(visit)))
    return _after(connection_id, Done.SWITCHED_OFF)


@routes.post("/c/<connection>/rules/<kind>/on", Access.ADMINISTRATOR)
def switch_on(visit: Visit, console: Console) -> Answer:
    """Carry it again, and what changed meanwhile. Raises NotPossibleError where it never was on."""
    connection_id, kind = connection_of(visit, console).id, kind_of(visit)
    console.trail.note(visit.who, Action.RULE_SWITCHED_ON, scope=connection_id, kind=kind)
    try:
        console.rules.switch_on(connection_id, kind, Author(who=visit.who.name, why=unsaid(visit)))
    except InvalidRuleError as error:
        raise NotPossibleError(joined([fault.text for fault in error.faults])) from error
    return _after(connection_id, Done.SWITCHED_ON)


def kind_of(visit: Visit) -> EntityKind:
    """The kind that the path names. Payments have no rule of their own. Raises NoSuchPageError."""
    kind = visit.arguments["kind"]
    if kind not in set(EntityKind) - {EntityKind.PAYMENT}:
        raise NoSuchPageError("there is no such rule")
    return EntityKind(kind)


def _after(connection_id: str, done: Done) -> Answer:
    return answers.redirect(addresses.with_query(addresses.connection(connection_id, "rules"), done=done))
