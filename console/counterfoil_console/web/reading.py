"""The language in which somebody reads the console."""

from dataclasses import replace

from counterfoil.languages import languages
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.sign_in.returning import local_path
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.cookies import SESSION
from counterfoil_console.web.refusals import BadRequestError
from counterfoil_console.web.routes import Routes, Visit

routes = Routes()


@routes.post(addresses.LANGUAGE, Access.VIEWER)
def choose(visit: Visit, console: Console) -> Answer:
    """Show the person everything in this language from now on; "" lets the browser say which."""
    form = visit.request.form()
    language = form.get("language", "")
    if language not in {"", *languages()}:
        raise BadRequestError("there is no such language")
    session = visit.signed_in
    console.sessions.choose(visit.request.cookies[SESSION], session, replace(session.preferences, language=language))
    return answers.redirect(local_path(form.get("back", "")))
