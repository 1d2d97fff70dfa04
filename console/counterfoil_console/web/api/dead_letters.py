"""Dead letters, for programs: shown, and moved back to work once what they failed of is mended."""

from counterfoil_console.api.dead_letters import DeadQueue, DeadQueues, Moved, MovedQueues, WantedKind
from counterfoil_console.bootstrap import Console
from counterfoil_console.web import connection_deeds
from counterfoil_console.web.api.operations import Operations
from counterfoil_console.web.routes import Visit

routes = Operations()


@routes.read("/dead-letters", takes=WantedKind, answers=DeadQueues)
def dead_letters(_visit: Visit, console: Console, taken: WantedKind) -> DeadQueues:
    """How many messages failed too often, whose they are and since when; nothing is taken away."""
    found = console.dead_letters
    queues = (
        DeadQueue(kind=kind, dead_letters=found.count(kind), letters=tuple(found.letters(kind))) for kind in taken.kinds
    )
    return DeadQueues(queues=tuple(queues))


@routes.act("/dead-letters/redrive", takes=WantedKind, answers=MovedQueues)
def redrive(visit: Visit, console: Console, taken: WantedKind) -> MovedQueues:
    """Have dead letters done, in order, now that their cause is mended."""
    redriven = connection_deeds.redrive(console, visit.who, taken.kind)
    return MovedQueues(queues=tuple(Moved.of(kind, one) for kind, one in redriven.items()))
