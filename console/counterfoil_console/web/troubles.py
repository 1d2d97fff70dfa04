"""What somebody is shown whose request was not carried out."""

from urllib.parse import quote

from counterfoil_console.bootstrap import Console
from counterfoil_console.web import answers
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.refusals import RefusedError, SignedOutError
from counterfoil_console.web.routes import Visit


def refused(error: RefusedError, visit: Visit | None, _console: Console) -> Answer:
    """Whoever is not signed in may do so, and then goes on where this visit wanted to; others are told why not."""
    if visit and visit.request.is_for_programs:
        return answers.data({"error": str(error)}, status=error.status)
    if visit and isinstance(error, SignedOutError):
        return answers.redirect(f"/sign-in?next={quote(visit.request.address if visit.request.is_safe else '/', safe='/')}")
    return answers.plain(str(error), status=error.status)


def failed(_error: Exception, visit: Visit | None, _console: Console) -> Answer:
    """A fault of ours. What it says is in the log, and nowhere else."""
    if visit and visit.request.is_for_programs:
        return answers.data({"error": "something went wrong here"}, status=500)
    return answers.plain("Something went wrong here.", status=500)
