"""Exports, for programs."""

from counterfoil.languages import ENGLISH, translations_of
from counterfoil_console.api.exports import Export, ExportLink, Exports, WantedExport
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.presenting.jobs import job_title
from counterfoil_console.web import connection_deeds
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.routes import Visit

_NEWEST = 50
_EXPORTS = "/connections/<connection>/exports"
_EXPORT = f"{_EXPORTS}/<export>"

routes = Operations()


@routes.read(_EXPORTS, takes=Nothing, answers=Exports)
def exports(visit: Visit, console: Console, _taken: Nothing) -> Exports:
    """The newest exports of a connection."""
    newest = console.exports.newest(named.connection_id(visit, console), _NEWEST)
    return Exports(exports=tuple(map(Export.of_job, newest)))


@routes.act(_EXPORTS, takes=WantedExport, answers=Export)
def make_export(visit: Visit, console: Console, taken: WantedExport) -> Export:
    """Have a file made; it is under way then."""
    connection_id, scope = named.connection_id(visit, console), taken.scope
    if scope.plan:
        console.product.plan_jobs.get(connection_id, scope.plan)
    what = job_title(scope, translations_of(ENGLISH))
    console.trail.note(visit.who, Action.EXPORTED, scope=connection_id, what=what, form=taken.form)
    job = console.exports.begin(connection_id, scope, taken.form, visit.who, language=ENGLISH, tells=taken.mail)
    return Export.of_job(job)


@routes.read(_EXPORT, takes=Nothing, answers=Export)
def export(visit: Visit, console: Console, _taken: Nothing) -> Export:
    """An export as far as it has come."""
    return Export.of_job(console.exports.get(named.connection_id(visit, console), visit.arguments["export"]))


@routes.act(f"{_EXPORT}/cancel", takes=Nothing, answers=Export)
def cancel_export(visit: Visit, console: Console, _taken: Nothing) -> Export:
    """Make it no further; one that is ready stays."""
    job = console.exports.get(named.connection_id(visit, console), visit.arguments["export"])
    return Export.of_job(connection_deeds.cancel_export(console, visit.who, job, translations_of(ENGLISH)))


@routes.act(f"{_EXPORT}/link", takes=Nothing, answers=ExportLink, secret=True)
def export_link(visit: Visit, console: Console, _taken: Nothing) -> ExportLink:
    """Where its file can be fetched, for a few minutes."""
    connection_id, export_id = named.connection_id(visit, console), visit.arguments["export"]
    link = console.exports.link(connection_id, export_id)
    what = job_title(console.exports.get(connection_id, export_id).scope, translations_of(ENGLISH))
    console.trail.note(visit.who, Action.DOWNLOADED, scope=connection_id, what=what)
    return ExportLink(link=link)
