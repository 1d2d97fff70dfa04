"""What people read when a consent did not make it."""

from counterfoil.domain.errors import CounterfoilError, ErrorCategory, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.texts.sentence import said_by
from counterfoil.engine.connections.request import BeingDeletedError, WrongAccountError
from counterfoil.languages import translations_of
from counterfoil_console.connecting.consenting import ConsentDeniedError, OtherAccountError

NAMES = {System.HUBSPOT: "HubSpot", System.QUICKBOOKS: "QuickBooks"}


def words_of(error: CounterfoilError, system: System, language: str) -> str:
    """What happened, and what to do."""
    _ = translations_of(language).gettext
    vendor = {"vendor": NAMES[system]}
    match error:
        case BeingDeletedError():
            return said_by(error)
        case ConsentDeniedError():
            return _("%(vendor)s was not allowed. Nothing has changed; try again when you are ready.") % vendor
        case OtherAccountError():
            words = _("This is another account of %(vendor)s. Sign in there to the account %(account)s.")
            return words % {**vendor, "account": str(error)}
        case WrongAccountError():
            return _("%(vendor)s let us into another account than it said. Connect it again.") % vendor
        case VendorError():
            ours = _("%(vendor)s does not know this app. Its credentials are missing or wrong: tell who set it up.")
            theirs = _("%(vendor)s did not let us in. Connect it again.")
            return (ours if error.failure.category is ErrorCategory.OUR_FAULT else theirs) % vendor
    return _("It took too long, or began in another window. Connect %(vendor)s again.") % vendor
