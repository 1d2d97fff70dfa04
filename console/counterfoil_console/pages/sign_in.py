"""Before anybody is signed in, and when somebody just was for the first time."""

from enum import StrEnum
from typing import ClassVar

from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section


class SignInTrouble(StrEnum):
    """Why nobody is signed in."""

    NO_ROLE = "no_role"  # the issuer knows the person; nobody gave a role here
    REFUSED = "refused"  # the issuer said no, or the person went back
    EXPIRED = "expired"  # it took too long, or began in another browser
    ENDED = "ended"  # the session is over
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """The door. `start` is the address that leads to the issuer, `issuer` whose it is, "" where the people are kept here."""

    template: ClassVar[str] = "sign_in.html"

    start: str
    issuer: str = ""
    trouble: SignInTrouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomePage(Page):
    """The first page of a deployment without a connection. `checks` is how many things are checked of the accounts.

    `next` is the vendor that is to be connected next.
    """

    template: ClassVar[str] = "welcome.html"
    section: ClassVar[Section] = Section.CONNECTIONS

    first_name: str
    checks: int
    next: System
