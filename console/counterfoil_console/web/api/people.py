"""People and tokens, for programs. Only people make and renew tokens, so that none outlives what it was made for."""

from datetime import timedelta

from counterfoil.languages import languages
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
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.domain.token import LONGEST_LIFE
from counterfoil_console.people.refusals import Fault, FaultyError
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.refusals import InvalidFieldsError
from counterfoil_console.web.routes import Visit

routes = Operations()


@routes.read("/people", takes=Nothing, answers=People)
def people(_visit: Visit, console: Console, _taken: Nothing) -> People:
    """Everybody who may sign in."""
    return People(people=tuple(map(Person.of, console.people.everyone())))


@routes.act("/people", takes=Invitation, answers=Person)
def invite(visit: Visit, console: Console, taken: Invitation) -> Person:
    """Let somebody in: they get a mail."""
    return Person.of(console.people.invite(visit.who, taken.email, taken.role))


@routes.act("/people/<person_id>/invite-again", takes=Nothing, answers=Person)
def invite_again(visit: Visit, console: Console, _taken: Nothing) -> Person:
    """Send the mail again."""
    return Person.of(console.people.invite_again(visit.who, visit.arguments["person_id"]))


@routes.act("/people/<person_id>/role", takes=WantedRole, answers=Person)
def change_role(visit: Visit, console: Console, taken: WantedRole) -> Person:
    """Give somebody another role; they sign in anew."""
    return Person.of(console.people.change_role(visit.who, visit.arguments["person_id"], taken.role))


@routes.act("/people/<person_id>/remove", takes=Nothing, answers=Person)
def remove_person(visit: Visit, console: Console, _taken: Nothing) -> Person:
    """Let somebody in no longer, nor any token of theirs."""
    return Person.of(console.people.remove(visit.who, visit.arguments["person_id"]))


@routes.read("/people/<person_id>/preferences", takes=Nothing, answers=Prefers)
def preferences(visit: Visit, console: Console, _taken: Nothing) -> Prefers:
    """In which language somebody reads, and which columns their lists show."""
    return Prefers.of(console.people.preferences_of(visit.arguments["person_id"]))


@routes.act("/people/<person_id>/preferences", takes=Prefers, answers=Prefers)
def set_preferences(visit: Visit, console: Console, taken: Prefers) -> Prefers:
    """Show somebody everything so, from their next sign-in on."""
    if taken.language not in {"", *languages()}:
        raise InvalidFieldsError({"language": "there is no such language"})
    kept = Preferences(language=taken.language, columns=taken.columns)
    console.people.prefer(visit.who, visit.arguments["person_id"], kept)
    return Prefers.of(kept)


@routes.read("/tokens", takes=Nothing, answers=Tokens)
def tokens(_visit: Visit, console: Console, _taken: Nothing) -> Tokens:
    """All tokens, without their secrets."""
    return Tokens(tokens=tuple(map(Token.of, console.tokens.every())))


@routes.act("/tokens", takes=WantedToken, answers=NewToken, secret=True, in_person=True)
def make_token(visit: Visit, console: Console, taken: WantedToken) -> NewToken:
    """Make a token; its secret is in this answer, and nowhere else."""
    if not 0 < taken.days <= LONGEST_LIFE.days:
        raise FaultyError("days", Fault.NO_LIFE)
    token, secret = console.tokens.make(visit.who, taken.name, taken.role, timedelta(days=taken.days))
    return NewToken(token=Token.of(token), secret=secret)


@routes.act("/tokens/<token_id>/renew", takes=Nothing, answers=Token, in_person=True)
def renew_token(visit: Visit, console: Console, _taken: Nothing) -> Token:
    """Let a token live as long again as it was made for."""
    return Token.of(console.tokens.renew(visit.who, visit.arguments["token_id"]))


@routes.act("/tokens/<token_id>/revoke", takes=Nothing, answers=Done)
def revoke_token(visit: Visit, console: Console, _taken: Nothing) -> Done:
    """End a token at once."""
    console.tokens.revoke(visit.who, visit.arguments["token_id"])
    return Done()


@routes.act("/tokens/<token_id>/delete", takes=Nothing, answers=Done)
def delete_token(visit: Visit, console: Console, _taken: Nothing) -> Done:
    """End a token, and take it out of the list."""
    console.tokens.delete(visit.who, visit.arguments["token_id"])
    return Done()
