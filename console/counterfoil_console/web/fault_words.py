"""What people read about a form that was not taken."""

from counterfoil.languages import translations_of
from counterfoil_console.people.refusals import Fault
from counterfoil_console.people.tokens import LONGEST_NAME


def words_of(fault: Fault, language: str) -> str:
    """A sentence that says what to do."""
    _ = translations_of(language).gettext
    return {
        Fault.NO_EMAIL: _("Write one e-mail address, such as name@company.com."),
        Fault.INVITED_ALREADY: _("This person was invited already."),
        Fault.NO_ROLE: _("Choose one of the roles."),
        Fault.NO_NAME: _("Write what the token is for."),
        Fault.NAME_TOO_LONG: _("Use at most %(count)s characters.") % {"count": LONGEST_NAME},
        Fault.NO_LIFE: _("A token lives for at least a day and at most a year."),
        Fault.YOURSELF: _("Nobody changes or removes themselves. Ask another administrator."),
        Fault.UNKNOWN: _("It is gone. Somebody else may have removed it just now."),
        Fault.REFUSED: _("Where the people are kept, this cannot be done."),
    }[fault]
