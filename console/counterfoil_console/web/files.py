"""Style sheet, script and icon."""

from counterfoil_console.assets import asset
from counterfoil_console.bootstrap import Console
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.refusals import NoSuchPageError
from counterfoil_console.web.routes import Routes, Visit

routes = Routes()


@routes.get("/static/<name>", Access.PUBLIC)
def static(visit: Visit, _console: Console) -> Answer:
    """A file by the name that has its content's digest."""
    try:
        content, content_type = asset(visit.arguments["name"])
    except KeyError as error:
        raise NoSuchPageError("there is no such file") from error
    return answers.asset(content, content_type)
