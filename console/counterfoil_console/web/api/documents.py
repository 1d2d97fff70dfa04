"""Documents of records, handed on from QuickBooks to programs."""

from counterfoil.engine.documents import NotLinkedError
from counterfoil_console.bootstrap import Console
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Operations
from counterfoil_console.web.documents import TooLargeError, printed
from counterfoil_console.web.refusals import NoSuchRecordError, VendorRefusedError
from counterfoil_console.web.routes import Visit

routes = Operations()


@routes.hand_on("/connections/<connection>/records/<record>/pdf", media="application/pdf")
def pdf(visit: Visit, console: Console) -> Answer:
    """QuickBooks' PDF of an invoice that is linked, whichever side's record names it; one metered read of QuickBooks."""
    connection = console.product.connections.get(visit.arguments["connection"])
    try:
        return printed(connection, named.record(visit), console)
    except NotLinkedError as error:
        raise NoSuchRecordError(str(error)) from error
    except TooLargeError as error:
        raise VendorRefusedError(str(error)) from error
