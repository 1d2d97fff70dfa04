"""What programs decide about records: the same as people do on pages."""

from counterfoil_console.api.deciding import Accepted, DecidedAbout, Retried, WantedRetry, Why, WithOther
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.web import connection_deeds
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.deeds import ABOUT_ONE, ABOUT_TWO
from counterfoil_console.web.routes import Visit

routes = Operations()
_RECORD = "/connections/<connection>/records/<record>"


@routes.act("/connections/<connection>/retry", takes=WantedRetry, answers=Retried)
def retry(visit: Visit, console: Console, taken: WantedRetry) -> Retried:
    """Try records that fail or wait again at once."""
    connection_id, records = named.connection_id(visit, console), named.records(taken.records)
    console.trail.note(
        visit.who,
        Action.TRIED_AGAIN,
        scope=connection_id,
        subject=str(records[0]) if len(records) == 1 else "",
        **({"category": taken.category} if taken.category else {}),
    )
    return Retried.of(console.product.retry.now(connection_id, taken.category, records))


@routes.act("/connections/<connection>/accept-vanished", takes=Nothing, answers=Accepted)
def accept_vanished(visit: Visit, console: Console, _taken: Nothing) -> Accepted:
    """Confirm that what the last check could not find was deleted on purpose; of no side where it was not halted."""
    return Accepted.of(connection_deeds.accept_vanished(console, visit.who, named.connection_id(visit, console)))


@routes.act(f"{_RECORD}/choose", takes=WithOther, answers=DecidedAbout)
def choose(visit: Visit, console: Console, taken: WithOther) -> DecidedAbout:
    """Let one of the candidates be the record's counterpart."""
    return _about_two("choose", visit, console, taken)


@routes.act(f"{_RECORD}/link", takes=WithOther, answers=DecidedAbout)
def link(visit: Visit, console: Console, taken: WithOther) -> DecidedAbout:
    """Link two records, one of each system, neither of which is linked."""
    return _about_two("link", visit, console, taken)


@routes.act(f"{_RECORD}/unlink", takes=Why, answers=DecidedAbout)
def unlink(visit: Visit, console: Console, taken: Why) -> DecidedAbout:
    """End a link; neither record is made anew, nor are they matched with each other again."""
    return _about_one("unlink", visit, console, taken)


@routes.act(f"{_RECORD}/leave-out", takes=Why, answers=DecidedAbout)
def leave_out(visit: Visit, console: Console, taken: Why) -> DecidedAbout:
    """Leave a record out for good, until that is taken back."""
    return _about_one("leave-out", visit, console, taken)


@routes.act(f"{_RECORD}/take-back", takes=Why, answers=DecidedAbout)
def take_back(visit: Visit, console: Console, taken: Why) -> DecidedAbout:
    """Let it hold no longer that a record is left out, unlinked or accepted."""
    return _about_one("take-back", visit, console, taken)


@routes.act(f"{_RECORD}/accept", takes=Why, answers=DecidedAbout)
def accept(visit: Visit, console: Console, taken: Why) -> DecidedAbout:
    """Accept what a record fails for as it is now; another difference is reported again."""
    return _about_one("accept", visit, console, taken)


@routes.act(f"{_RECORD}/send-again", takes=Why, answers=DecidedAbout)
def send_again(visit: Visit, console: Console, taken: Why) -> DecidedAbout:
    """Once, overwrite in QuickBooks what was edited there with HubSpot's version."""
    return _about_one("send-again", visit, console, taken)


def _about_one(name: str, visit: Visit, console: Console, taken: Why) -> DecidedAbout:
    connection_id, record = named.connection_id(visit, console), named.record(visit)
    ABOUT_ONE[name].carry_out(console, visit.who, connection_id, (record,), taken.why)
    return DecidedAbout(record=str(record), decided=name, who=visit.who.name)


def _about_two(name: str, visit: Visit, console: Console, taken: WithOther) -> DecidedAbout:
    connection_id, record = named.connection_id(visit, console), named.record(visit)
    records = (record, *named.records((taken.other,)))
    ABOUT_TWO[name].carry_out(console, visit.who, connection_id, records, taken.why)
    return DecidedAbout(record=str(record), decided=name, who=visit.who.name)
