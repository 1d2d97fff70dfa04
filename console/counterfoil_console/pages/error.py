"""What cannot be shown or done."""

from enum import StrEnum
from typing import ClassVar

from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page


class Trouble(StrEnum):
    """Why a page cannot be shown, or a form was not taken."""

    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"  # a viewer tried to change something
    FORM_TOO_OLD = "form_too_old"  # the CSRF token is missing or another session's
    NOT_UNDERSTOOD = "not_understood"
    NOT_POSSIBLE = "not_possible"  # the explanation says why
    CHANGED_MEANWHILE = "changed_meanwhile"
    TOO_LARGE = "too_large"
    NO_DOCUMENT = "no_document"  # the invoice is not in QuickBooks
    DOCUMENT_TOO_LARGE = "document_too_large"
    VENDOR_REFUSED = "vendor_refused"  # the explanation says why
    TOO_OFTEN = "too_often"
    BUSY = "busy"  # a store or a vendor does not answer just now
    OUR_FAULT = "our_fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """A page that says what went wrong, and that nothing was done.

    `explanation` is a sentence of the domain about this very case, "" for none; `back` is where to go on; `reference` is
    what support asks for.
    """

    template: ClassVar[str] = "error.html"

    trouble: Trouble
    explanation: str = ""
    back: str = "/"
    reference: str = ""
