"""Looks at the connections of a deployed stack: whether both vendors let it in, and how their accounts are set up."""

from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.bootstrap.profiles import ProfilesBundle
from counterfoil.domain.checks.check import CheckState
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import CounterfoilError, VendorError
from counterfoil.domain.texts.catalogue import ERROR_TEXTS, explanation_of
from counterfoil.domain.texts.checks import CHECKS
from infra.operator.findings import Finding, good, look, stop

_AT_REST = {
    ConnectionState.PLANNED: (
        "nothing is carried yet",
        "Have a plan made, look at it, and apply it: poe plan, poe apply.",
    ),
    ConnectionState.PAUSED: ("it is paused", "Resume it once changes are to be carried again: poe resume."),
    ConnectionState.DISCONNECTED: ("it is disconnected", "Connect both accounts again in the console, or delete it there."),
    ConnectionState.BEING_DELETED: ("it is being deleted", "Wait for twenty minutes; then nobody finds it any more."),
}
"""What is said of a connection that carries nothing because somebody wants it so."""
_STATES = {CheckState.MUST_BE_MENDED: stop, CheckState.ADVISED: look}


def examine_connections(bundle: ProfilesBundle) -> Iterator[Finding]:
    """Both accounts of every connection are read anew; what is found is kept, as `poe checks` keeps it."""
    connections = list(bundle.connections.every())
    if not connections:
        yield look("connections", "there is none", "Connect a portal and a company, in the console or with poe connect.")
    for connection in connections:
        try:
            yield from _examined(bundle, connection)
        except (CounterfoilError, BotoCoreError, ClientError) as error:
            remedy = 'Ask whoever may do what connecting needs (README, "Deploying"), or have that permission added.'
            yield look(f"connection {connection.id}", str(error), remedy)


def _examined(bundle: ProfilesBundle, connection: Connection) -> Iterator[Finding]:
    what = f"connection {connection.id}"
    if told := _AT_REST.get(connection.state):
        yield look(what, *told)
    if connection.ending:
        return
    try:
        bundle.profiles.refresh(connection)
    except VendorError as error:
        text = ERROR_TEXTS[error.failure.category]
        yield stop(f"permissions of {what}", f"{text.title}: {explanation_of(error.failure)}", " ".join(text.steps))
        return
    yield good(f"permissions of {what}", "both vendors answer")
    yield from _checked(bundle, connection, what)


def _checked(bundle: ProfilesBundle, connection: Connection, what: str) -> Iterator[Finding]:
    checked = bundle.checks.latest(connection.id)
    bad = checked.open(*_STATES) if checked else ()
    for one in bad:
        remedy = " ".join((one.consequence, *one.steps))
        yield _STATES[one.state](f"{CHECKS[one.check].title} of {what}", one.finding, remedy)
    if not bad:
        yield good(f"accounts of {what}", "nothing needs a change")
