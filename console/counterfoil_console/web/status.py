"""Whether the console answers, for machines."""

from counterfoil_console.bootstrap import Console
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.routes import Routes, Visit

routes = Routes()


@routes.get("/healthz", Access.PUBLIC)
def healthz(_visit: Visit, _console: Console) -> Answer:
    """Says nothing but that it answers: anybody may ask."""
    return answers.plain("ok")
