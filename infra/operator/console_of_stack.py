"""The console of a deployed stack, used with AWS credentials: its own use cases, on its own tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from counterfoil.languages import ENGLISH
from counterfoil.settings import load_settings, read
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.role import Role
from counterfoil_console.people.refusals import FaultyError
from counterfoil_console.settings import ConsoleSettings
from counterfoil_console.web.fault_words import words_of
from infra.operator.command import UnusableOptionsError
from infra.operator.deployment import environment_of

_FUNCTION = "ConsoleFunction"


def deployed_console(stack_name: str) -> Console:
    """The console of the bundle deployed as `stack_name`. Raises ClientError as `environment_of` does."""
    environment = environment_of(stack_name, _FUNCTION)
    return Console(read(ConsoleSettings, environment), load_settings(environment))


@contextmanager
def in_words() -> Iterator[None]:
    """What cannot be done about people and tokens is raised as UnusableOptionsError, in words."""
    try:
        yield
    except FaultyError as error:
        raise UnusableOptionsError(words_of(error.fault, ENGLISH)) from error


def administrator(name: str) -> Actor:
    """Whoever has the AWS credentials may do all that an administrator may, and is noted by their name."""
    return Actor(id=f"aws:{name}", name=name[:100], role=Role.ADMINISTRATOR)
