"""What somebody is shown whose request was not carried out."""

from counterfoil.domain.texts.sentence import said_by
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.sign_in import SignInTrouble
from counterfoil_console.ports import IssuerError
from counterfoil_console.web import answers
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.cookies import SESSION, forgotten
from counterfoil_console.web.refusals import (
    ForeignFormError,
    InvalidFieldsError,
    NoSuchPageError,
    NotAllowedError,
    NotPossibleError,
    RefusedError,
    SignedOutError,
    TooMuchError,
)
from counterfoil_console.web.routes import Visit
from counterfoil_console.web.showing import show

_SHOWN = {
    TooMuchError: Trouble.TOO_LARGE,
    NotAllowedError: Trouble.NOT_ALLOWED,
    ForeignFormError: Trouble.FORM_TOO_OLD,
    NoSuchPageError: Trouble.NOT_FOUND,
    NotPossibleError: Trouble.NOT_POSSIBLE,
}


def refused(error: RefusedError, visit: Visit, console: Console) -> Answer:
    """Whoever is not signed in may do so, and then goes on where this visit wanted to; others are told why not."""
    if visit.request.is_for_programs:
        faults = {"faults": dict(error.faults)} if isinstance(error, InvalidFieldsError) else {}
        return answers.problem(error.name, error.status, str(error), **faults)
    if isinstance(error, SignedOutError):
        return _to_the_door(visit)
    trouble = _SHOWN.get(type(error), Trouble.NOT_UNDERSTOOD)
    explanation = said_by(error) if trouble is Trouble.NOT_POSSIBLE else ""
    return show(ErrorPage(trouble=trouble, explanation=explanation), visit, console, status=error.status)


def failed(error: Exception, visit: Visit, console: Console) -> Answer:
    """A fault of ours, or of the issuer's. What it says is in the log, and nowhere else."""
    is_busy = isinstance(error, IssuerError)
    status, trouble = (503, Trouble.BUSY) if is_busy else (500, Trouble.OUR_FAULT)
    if visit.request.is_for_programs:
        return answers.problem("our-fault", status, "something went wrong here", reference=visit.request.id)
    alone = Visit(request=visit.request)
    return show(ErrorPage(trouble=trouble, reference=visit.request.id), alone, console, status=status)


def _to_the_door(visit: Visit) -> Answer:
    """A browser that had a session is told that it is over."""
    wanted = visit.request.address if visit.request.is_safe else addresses.HOME
    had_one = SESSION in visit.request.cookies
    trouble = SignInTrouble.ENDED if had_one else None
    door = addresses.with_query(addresses.SIGN_IN, next=wanted, trouble=trouble)
    return answers.redirect(door, cookies=[forgotten(SESSION)] if had_one else [])
