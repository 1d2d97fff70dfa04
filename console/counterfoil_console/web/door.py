"""Signing in and out."""

from urllib.parse import urlsplit

from counterfoil.observability import logger
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.pages.sign_in import SignInPage, SignInTrouble
from counterfoil_console.settings import ConsoleSettings
from counterfoil_console.sign_in.flow import Obstacle, SignInError
from counterfoil_console.sign_in.returning import local_path
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.cookies import ATTEMPT, SESSION, attempt_cookie, forgotten, session_cookie
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show

routes = Routes()

_STATUS = {Obstacle.NO_ROLE: 403, Obstacle.REFUSED: 401, Obstacle.EXPIRED: 400}


@routes.get("/sign-in", Access.PUBLIC)
def door(visit: Visit, console: Console) -> Answer:
    """Leads to the issuer, and back to where the person wanted to go."""
    said = visit.request.query.get("trouble", "")
    trouble = SignInTrouble(said) if said in set(SignInTrouble) else None
    return show(_page(console, visit.request.query.get("next", ""), trouble), visit, console)


@routes.get("/signed-out", Access.PUBLIC)
def signed_out(visit: Visit, console: Console) -> Answer:
    """Where the issuer sends people to who signed out."""
    return show(_page(console, "", SignInTrouble.SIGNED_OUT), visit, console)


@routes.get("/auth/start", Access.PUBLIC)
def start(visit: Visit, console: Console) -> Answer:
    """To the issuer. Nothing changes by it, so that anybody may follow a link here."""
    query = visit.request.query
    begun = console.sign_in.begin(query.get("next", ""), as_another="as_another" in query)
    return answers.redirect(begun.address, cookies=[attempt_cookie(begun.browser_secret)])


@routes.get("/auth/callback", Access.PUBLIC)
def callback(visit: Visit, console: Console) -> Answer:
    """Back from the issuer: a new session, in place of one that this browser may have."""
    cookies = visit.request.cookies
    try:
        finished = console.sign_in.finish(visit.request.query, cookies.get(ATTEMPT, ""))
    except SignInError as error:
        logger.info("nobody was signed in", extra={"obstacle": error.obstacle, "cause": repr(error.__cause__)})
        return show(_page(console, "", SignInTrouble(error.obstacle)), visit, console, status=_STATUS[error.obstacle])
    before = cookies.get(SESSION, "")
    if session := console.sessions.of(before):
        console.sessions.end(before, session)
    kept = [session_cookie(finished.session_secret), forgotten(ATTEMPT)]
    return answers.redirect(finished.return_to, cookies=kept)


@routes.post("/sign-out", Access.VIEWER)
def sign_out(visit: Visit, console: Console) -> Answer:
    """Here and at the issuer."""
    farewell = console.sign_in.end(visit.request.cookies[SESSION], visit.signed_in)
    return answers.redirect(farewell or "/signed-out", cookies=[forgotten(SESSION)])


def _page(console: Console, return_to: str, trouble: SignInTrouble | None) -> SignInPage:
    """Whom the issuer knows but nobody gave a role may come back as somebody else."""
    another = 1 if trouble is SignInTrouble.NO_ROLE else None
    wanted = local_path(return_to) if return_to else ""
    start = addresses.with_query("/auth/start", next=wanted, as_another=another)
    return SignInPage(start=start, issuer=_somebody_elses(console.settings), trouble=trouble)


def _somebody_elses(settings: ConsoleSettings) -> str:
    """The host of an issuer that is not this deployment's own, as people see it in their browser; "" for its own."""
    return "" if settings.user_pool_id else urlsplit(settings.issuer).hostname or ""
