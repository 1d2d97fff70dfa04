"""Whether both ledgers agree, for programs."""

from counterfoil_console.api.ledgers import Ledgers
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.routes import Visit

routes = Operations()


@routes.read("/connections/<connection>/ledgers", takes=Nothing, answers=Ledgers)
def ledgers(visit: Visit, console: Console, _taken: Nothing) -> Ledgers:
    """What is open in both ledgers as of last night, and each difference with its cause."""
    return Ledgers.of(console.product.ledgers.latest(named.connection_id(visit, console)))


@routes.act("/connections/<connection>/ledgers/compare", takes=Nothing, answers=Ledgers)
def compare_ledgers(visit: Visit, console: Console, _taken: Nothing) -> Ledgers:
    """Have both ledgers compared now; what is answered is how they stood when they were compared last."""
    connection_id = named.connection_id(visit, console)
    console.trail.note(visit.who, Action.COMPARED, scope=connection_id)
    console.product.wanted_comparisons.ask(connection_id)
    return Ledgers.of(console.product.ledgers.latest(connection_id))
