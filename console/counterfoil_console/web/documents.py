"""Documents of records, handed on from QuickBooks."""

import re
from collections.abc import Iterable

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.texts import details
from counterfoil.domain.texts.catalogue import ERROR_TEXTS, explanation_of
from counterfoil.domain.texts.sentence import joined
from counterfoil.engine.documents import NotLinkedError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import connection_of, record_of
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show

routes = Routes()

LARGEST = 4 * 1024 * 1024
"""Bytes of a PDF: Lambda answers with at most 6 MB, in which a file takes a third more than it has.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""


_TOO_LARGE = f"the PDF has more than {LARGEST // 1024 // 1024} MB, which is more than can be handed on"


class TooLargeError(Exception):
    """The document is larger than can be handed on; the message says so."""


@routes.get("/c/<connection>/records/<record>/pdf", Access.VIEWER)
def pdf(visit: Visit, console: Console) -> Answer:
    """QuickBooks' PDF of an invoice, whichever side's record names it."""
    connection, ref = connection_of(visit, console), record_of(visit)
    try:
        return printed(connection, ref, console)
    except NotLinkedError:
        return _refused(Trouble.NO_DOCUMENT, 404, visit, console)
    except TooLargeError:
        return _refused(Trouble.DOCUMENT_TOO_LARGE, 502, visit, console)
    except VendorError as error:
        is_gone = error.failure.category is ErrorCategory.RECORD_DELETED
        return _refused(Trouble.VENDOR_REFUSED, 404 if is_gone else 502, visit, console, _in_words(error.failure))


def printed(connection: Connection, ref: RecordRef, console: Console) -> Answer:
    """The PDF of an invoice, to keep. Raises NotLinkedError, TooLargeError, VendorError."""
    with console.documents.pdf(connection, ref) as pieces:
        content = _whole(pieces)
    outcome = console.product.outcomes.latest(connection.id, [ref]).get(ref)
    return answers.pdf(content, _name(outcome.listing.name if outcome else "", ref.id))


def _whole(pieces: Iterable[bytes]) -> bytes:
    """All pieces, as they come. Raises TooLargeError as soon as they are too many."""
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > LARGEST:
            raise TooLargeError(_TOO_LARGE)
    return bytes(content)


def _name(number: str, record_id: str) -> str:
    """The invoice's number, as far as it can be the name of a file."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", number).strip("-.")[:80]
    return f"{plain or record_id}.pdf"


def _in_words(failure: Failure) -> str:
    """What happened, and what to do."""
    text = ERROR_TEXTS[failure.category]
    return joined(list(dict.fromkeys((details.TITLE(title=text.title), explanation_of(failure), *text.steps))))


def _refused(trouble: Trouble, status: int, visit: Visit, console: Console, explanation: str = "") -> Answer:
    connection_id, record = visit.arguments["connection"], visit.arguments["record"]
    page = ErrorPage(trouble=trouble, explanation=explanation, back=addresses.record(connection_id, record))
    return show(page, visit, console, status=status, current=connection_id)
