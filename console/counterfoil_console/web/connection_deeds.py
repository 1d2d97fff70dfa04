"""What is done about a connection as a whole, whether on a page or by a program: noted with who, then carried out."""

from collections.abc import Callable, Mapping
from gettext import NullTranslations

from counterfoil.domain.checks.check import Check
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.texts.locales import locale_of
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.mass_disappearance import MassDisappearance
from counterfoil.engine.notices.desk import Wanted
from counterfoil.engine.ports.dead_letters import Redriven
from counterfoil.languages import languages
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.exports import ExportJob, ExportState
from counterfoil_console.pages.frame import Done
from counterfoil_console.presenting.jobs import job_title
from counterfoil_console.web.refusals import InvalidFieldsError

_LONGEST_LIST = 500
"""Characters of whom one is told of, in the trail."""


@dataclass(frozen=True, slots=True)
class ConnectionDeed:
    """One thing that can be done, by `act`, which is called with the connection's id."""

    action: Action
    done: Done
    act: Callable[[Console, str], object]

    def carry_out(self, console: Console, who: Actor, connection_id: str) -> None:
        """Raises what the use case does."""
        console.trail.note(who, self.action, scope=connection_id)
        self.act(console, connection_id)


def _check(console: Console, connection_id: str) -> None:
    console.accounts.profiles.refresh(console.product.connections.get(connection_id))


CHECK = ConnectionDeed(Action.CHECKED_AGAIN, Done.CHECKED, _check)
PROBE = ConnectionDeed(Action.PROBED, Done.PROBED, lambda console, one: console.accounts.capabilities.find_out(one))
PAUSE = ConnectionDeed(Action.PAUSED, Done.PAUSED, lambda console, one: console.product.switching.pause(one))
RESUME = ConnectionDeed(Action.RESUMED, Done.RESUMED, lambda console, one: console.product.switching.resume(one))
DISCONNECT = ConnectionDeed(
    Action.DISCONNECTED, Done.DISCONNECTED, lambda console, one: console.vendors.disconnecting.disconnect(one)
)
BY_PATH: Mapping[str, ConnectionDeed] = {
    "checks": CHECK,
    "connection/probe": PROBE,
    "pause": PAUSE,
    "resume": RESUME,
    "disconnect": DISCONNECT,
}
"""By the rest of the path of the page's form."""


def leave_check(console: Console, who: Actor, connection_id: str, check: Check, finding: str) -> None:
    """Leave a check as it was found. Raises LeavingRefusedError, ConcurrentChangeError."""
    console.trail.note(who, Action.CHECK_LEFT, scope=connection_id, check=check)
    console.product.leaving.leave(connection_id, check, finding, who.name)


def take_back_check(console: Console, who: Actor, connection_id: str, check: Check) -> None:
    """Let a check ask for a change again. Raises LeavingRefusedError, ConcurrentChangeError."""
    console.trail.note(who, Action.CHECK_TAKEN_BACK, scope=connection_id, check=check)
    console.product.leaving.take_back(connection_id, check)


def rename(console: Console, who: Actor, connection_id: str, name: str) -> None:
    """Call a connection so. Raises SwitchRefusedError, ConcurrentChangeError."""
    console.trail.note(who, Action.RENAMED, scope=connection_id, name=name[:100])
    console.product.switching.rename(connection_id, name)


def speak(console: Console, who: Actor, connection_id: str, language: str) -> None:
    """Write a connection's mails and chats in a language. Raises InvalidFieldsError, ConcurrentChangeError."""
    if language not in languages():
        raise InvalidFieldsError({"language": "there is no such language"})
    console.trail.note(who, Action.LANGUAGE_CHOSEN, scope=connection_id, name=locale_of(language).name)
    console.product.switching.speak(connection_id, language)


def tell(console: Console, who: Actor, connection: Connection, wanted: Wanted) -> None:
    """Tell these people from now on; the trail says whom, and nothing of a chat's address.

    What cannot be is refused before it is noted. Raises NoticesRefusedError, ConcurrentChangeError or VendorError.
    """
    desk, chat = console.heralding.notice_desk, [wanted.chat.value] if wanted.chat else []
    desk.check(connection, wanted)
    whom = ", ".join([*wanted.mails, *chat])
    console.trail.note(who, Action.NOTICES_SAVED, scope=connection.id, what=whom[:_LONGEST_LIST])
    desk.keep(connection, wanted)


def cancel_export(console: Console, who: Actor, job: ExportJob, texts: NullTranslations) -> ExportJob:
    """Make a file no further; of one that is not being made nothing changes. Raises ConcurrentChangeError."""
    if job.state is not ExportState.WORKING:
        return job
    console.trail.note(who, Action.EXPORT_CANCELLED, scope=job.connection_id, what=job_title(job.scope, texts))
    return console.exports.cancel(job.connection_id, job.id)


def redrive(console: Console, who: Actor, kind: EntityKind | None) -> Mapping[EntityKind, Redriven]:
    """Have messages that failed too often worked on again, of all connections and of this kind or of every one."""
    console.trail.note(who, Action.REDRIVEN, kind=kind or "")
    return {one: console.dead_letters.redrive(one) for one in ([kind] if kind else EntityKind)}


def accept_vanished(console: Console, who: Actor, connection_id: str) -> list[MassDisappearance]:
    """Let the next check believe what halted the last one: that, noted for each side; nothing when it was not halted."""
    accepted = console.product.acceptance.accept(connection_id)
    if accepted:
        what = ", ".join(f"{one.vanished} ({one.system.brand})" for one in accepted)
        console.trail.note(who, Action.VANISHED_ACCEPTED, scope=connection_id, what=what)
    return accepted


def delete(console: Console, who: Actor, connection_id: str, typed: str) -> None:
    """Have all that is kept of a connection erased. Raises NotConfirmedError unless its name was typed."""
    deleting = console.vendors.deleting
    deleting.confirm(connection_id, typed)
    console.trail.note(who, Action.DELETED, scope=connection_id)
    console.heralding.notice_desk.end(console.product.connections.get(connection_id))
    deleting.begin(connection_id, typed)
