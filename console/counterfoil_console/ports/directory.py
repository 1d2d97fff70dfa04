"""Where the people of our own issuer are kept."""

from typing import Protocol

from counterfoil.domain.errors import CounterfoilError
from counterfoil_console.domain.role import Role


class AlreadyInvitedError(CounterfoilError):
    """The directory knows somebody of this e-mail address."""


class DirectoryRefusedError(CounterfoilError):
    """The directory cannot do this, and would not a second time."""


class Directory(Protocol):
    """Invites and removes people; a role is a group of theirs. Raises DirectoryRefusedError for what cannot be done."""

    def invite(self, email: str, role: Role) -> str:
        """Let somebody in, who gets a mail with a password for once; the new person's id. Raises AlreadyInvitedError."""
        ...

    def invite_again(self, email: str) -> None:
        """Send that mail again to somebody who has not signed in yet."""
        ...

    def change_role(self, email: str, role: Role) -> None:
        """From the next sign-in on."""
        ...

    def remove(self, email: str) -> None:
        """Nobody of this address may sign in any more. Idempotent."""
        ...
