"""Pages as answers: the page's model, with what is around every page."""

from urllib.parse import urlsplit

from counterfoil.domain.connection import Connection
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.texts.locales import LOCALES
from counterfoil.engine.ports import ConnectionStore
from counterfoil.languages import languages, translations_of
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.language import language_for
from counterfoil_console.pages.frame import FOLLOWED, Done, Frame, LanguageChoice, SideConnection, SignedIn, Toast
from counterfoil_console.pages.page import Page
from counterfoil_console.pages.parts import Option
from counterfoil_console.rendering import render
from counterfoil_console.web import answers
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.headers import content_security_policy
from counterfoil_console.web.routes import Visit

_LOOKS = 8
"""So often a page looks by itself what came of something, every three seconds."""


def show(page: Page, visit: Visit, console: Console, *, status: int = 200, current: str | None = "") -> Answer:
    """A page; `current` is the id of the connection that it is about, None where it is about none yet."""
    return answers.html(render(page, frame_of(visit, console, current)), status=status, policy=_policy(visit, console))


def frame_of(visit: Visit, console: Console, current: str | None = "") -> Frame:
    """What is around the page. Who is not signed in sees nothing of the connections."""
    session = visit.session
    shown = _shown(console.product.connections, current) if session and current is not None else None
    return Frame(
        now=console.clock(),
        path=visit.request.address,
        person=SignedIn(name=session.actor.name, role=session.role) if session else None,
        csrf=session.csrf if session else "",
        language=language_of(visit),
        time_zone=shown.portal.time_zone if shown else "UTC",
        current=_beside(shown, _needing(shown, console)) if shown else None,
        toast=_toast(visit),
        languages=_choice(visit) if session else None,
    )


def language_of(visit: Visit) -> str:
    """What the person chose, else what the browser asks for, of those that there are."""
    chosen = visit.session.preferences.language if visit.session else ""
    return chosen if chosen in languages() else language_for(visit.request.headers.get("accept-language", ""))


def unsaid(visit: Visit) -> str:
    """The reason of whoever gives none, as they would give it."""
    return translations_of(language_of(visit)).gettext("in the console")


def offered() -> tuple[Option, ...]:
    """Every language that there is, by what it calls itself."""
    return tuple(Option(one, LOCALES[one].name if one in LOCALES else one) for one in languages())


def _choice(visit: Visit) -> LanguageChoice | None:
    if len(languages()) == 1:
        return None
    back = visit.request.address if visit.request.is_safe else addresses.HOME
    return LanguageChoice(offered=offered(), chosen=visit.signed_in.preferences.language, back=back)


def _shown(connections: ConnectionStore, current: str) -> Connection | None:
    """The connection that a page is about; of a page that is about none, the only one that there is."""
    if current:
        return connections.get(current)
    every = connections.every()
    return every[0] if len(every) == 1 else None


def _beside(connection: Connection, needs_you: int) -> SideConnection:
    return SideConnection(id=connection.id, label=connection.label, state=connection.state, needs_you=needs_you)


def _needing(connection: Connection, console: Console) -> int:
    counts = console.product.outcomes.counts(connection.id)
    return sum(count for (_, status), count in counts.items() if status is OutcomeStatus.FAILING)


def _toast(visit: Visit) -> Toast | None:
    """What the address says was just done; it can say nothing but this, whoever wrote it."""
    done = visit.request.query.get("done", "")
    if not visit.session or done not in set(Done):
        return None
    return Toast(done=Done(done), again=_again(visit, Done(done)), is_read=visit.request.is_by_itself)


def _again(visit: Visit, done: Done) -> str:
    """Where the page looks next; it counts down in its own address, so that a page that is forgotten asks no more."""
    query = visit.request.query
    left = query.get("looks", str(_LOOKS))
    if done not in FOLLOWED or left not in map(str, range(1, _LOOKS + 1)):
        return ""
    return addresses.with_query(visit.request.path, **{**query, "looks": str(int(left) - 1)})


def _policy(visit: Visit, console: Console) -> str:
    """Forms end here, at the vendors' consents, and, to sign out, at the issuer.

    Chromium holds the addresses that a form is redirected to against `form-action` as well.
    """
    end = visit.session.end_at_issuer if visit.session else ""
    targets = (*console.consent_pages, *([end] if end else []))
    return content_security_policy(f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, targets))
