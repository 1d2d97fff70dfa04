"""What each subject declares: method, path, who may call it, and what answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from counterfoil.bootstrap.foundations import Key
from counterfoil.bootstrap.places import nowhere, of_connection
from counterfoil.domain.values import dataclass
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.session import Session
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.refusals import SignedOutError
from counterfoil_console.web.requests import Request

type Handler = Callable[["Visit", Console], Answer]
type Beside = Callable[[Mapping[str, str]], Sequence[Key]]
type Declare = Callable[[Handler], Handler]

_LONGEST_PART = 200
"""Characters. Ids have fewer."""


class UndeclaredAccessError(TypeError):
    """A route does not say who may call it: the console does not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request, with who makes it, if anybody does; `arguments` are the variable parts of the path.

    A program acts without a session.
    """

    request: Request
    actor: Actor | None = None
    session: Session | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)

    @property
    def who(self) -> Actor:
        """Raises SignedOutError when nobody is known; that cannot be where the route says viewer or administrator."""
        if self.actor is None:
            raise SignedOutError("nobody is signed in")
        return self.actor

    @property
    def signed_in(self) -> Session:
        """Raises SignedOutError when nobody is signed in, in a browser."""
        if self.session is None:
            raise SignedOutError("nobody is signed in")
        return self.session


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A declared route."""

    method: str
    path: str
    access: Access
    handler: Handler
    beside: Beside = nowhere

    def keys(self, arguments: Mapping[str, str]) -> Sequence[Key]:
        """What is read with the session: the connection that the address names, and what else its page asks for.

        Nothing for an address that no page of ours has.
        """
        if any(len(one) > _LONGEST_PART for one in arguments.values()):
            return ()
        return [*of_connection(arguments), *self.beside(arguments)]


class Routes:
    """The routes of one subject."""

    def __init__(self) -> None:
        self.declared: list[Route] = []

    def get(self, path: str, access: Access, beside: Beside = nowhere) -> Declare:
        """Declare a page; `<name>` in the path is a variable part, by which `beside` says what is read with the session."""
        return self._declare("GET", path, access, beside)

    def post(self, path: str, access: Access) -> Declare:
        """Declare an action."""
        return self._declare("POST", path, access)

    def _declare(self, method: str, path: str, access: Access, beside: Beside = nowhere) -> Declare:
        if not isinstance(access, Access):
            raise UndeclaredAccessError(f"{method} {path} does not say who may call it")

        def declare(handler: Handler) -> Handler:
            self.declared.append(Route(method=method, path=path, access=access, handler=handler, beside=beside))
            return handler

        return declare
