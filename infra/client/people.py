"""People and tokens."""

from counterfoil_console.api.people import (
    Done,
    Invitation,
    NewToken,
    People,
    Person,
    Prefers,
    Token,
    Tokens,
    WantedRole,
    WantedToken,
)
from counterfoil_console.domain.role import Role
from infra.client.calls import Caller, part


class PeopleCalls(Caller):
    """No token makes or renews a token: those two are for whoever is signed in."""

    def people(self) -> People:
        """Everybody who may sign in."""
        return self.read(People, "/people")

    def invite(self, email: str, role: Role) -> Person:
        """Let somebody in."""
        return self.act(Person, "/people", Invitation(email=email, role=role))

    def invite_again(self, person: str) -> Person:
        """Send the mail again."""
        return self.act(Person, f"/people/{part(person)}/invite-again")

    def change_role(self, person: str, role: Role) -> Person:
        """Give somebody another role."""
        return self.act(Person, f"/people/{part(person)}/role", WantedRole(role=role))

    def remove_person(self, person: str) -> Person:
        """Let somebody in no longer."""
        return self.act(Person, f"/people/{part(person)}/remove")

    def preferences(self, person: str) -> Prefers:
        """In which language somebody reads, and which columns their lists show."""
        return self.read(Prefers, f"/people/{part(person)}/preferences")

    def set_preferences(self, person: str, wanted: Prefers) -> Prefers:
        """Show somebody everything so, from their next sign-in on."""
        return self.act(Prefers, f"/people/{part(person)}/preferences", wanted)

    def tokens(self) -> Tokens:
        """All tokens."""
        return self.read(Tokens, "/tokens")

    def make_token(self, name: str, role: Role, days: int) -> NewToken:
        """Make a token; its secret is in the answer, and nowhere else."""
        return self.act(NewToken, "/tokens", WantedToken(name=name, role=role, days=days))

    def renew_token(self, token: str) -> Token:
        """Let a token live as long again."""
        return self.act(Token, f"/tokens/{part(token)}/renew")

    def revoke_token(self, token: str) -> Done:
        """End a token."""
        return self.act(Done, f"/tokens/{part(token)}/revoke")

    def delete_token(self, token: str) -> Done:
        """End a token, and take it out of the list."""
        return self.act(Done, f"/tokens/{part(token)}/delete")
