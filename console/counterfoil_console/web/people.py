"""Who may sign in, and the tokens of programs."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.role import Role
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.pages.people import NewToken, PeoplePage
from counterfoil_console.people.refusals import Fault, FaultyError
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.fault_words import words_of
from counterfoil_console.web.listed import listed_person, listed_token
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import language_of, show

routes = Routes()


@routes.get(addresses.PEOPLE, Access.VIEWER)
def people(visit: Visit, console: Console) -> Answer:
    """All people and tokens."""
    return show(_page(visit, console), visit, console)


@routes.post(addresses.INVITE, Access.ADMINISTRATOR)
def invite(visit: Visit, console: Console) -> Answer:
    """Let somebody in."""
    form = visit.request.form()
    try:
        console.people.invite(visit.who, form.get("email", ""), _role(form))
    except FaultyError as error:
        return _once_more(error, form, visit, console)
    return _done(Done.INVITED)


@routes.post(f"{addresses.PEOPLE}/<person_id>/invite-again", Access.ADMINISTRATOR)
def invite_again(visit: Visit, console: Console) -> Answer:
    """Send the mail again."""
    return _carried_out(
        lambda: console.people.invite_again(visit.who, visit.arguments["person_id"]), Done.INVITED, visit, console
    )


@routes.post(f"{addresses.PEOPLE}/<person_id>/role", Access.ADMINISTRATOR)
def role(visit: Visit, console: Console) -> Answer:
    """Give somebody another role."""
    return _carried_out(
        lambda: console.people.change_role(visit.who, visit.arguments["person_id"], _role(visit.request.form())),
        Done.ROLE_CHANGED,
        visit,
        console,
    )


@routes.post(f"{addresses.PEOPLE}/<person_id>/remove", Access.ADMINISTRATOR)
def remove(visit: Visit, console: Console) -> Answer:
    """Let somebody in no longer."""
    return _carried_out(lambda: console.people.remove(visit.who, visit.arguments["person_id"]), Done.REMOVED, visit, console)


@routes.post(addresses.TOKENS, Access.ADMINISTRATOR)
def make_token(visit: Visit, console: Console) -> Answer:
    """The page that answers is the only one that ever shows the secret."""
    form = visit.request.form()
    try:
        token, secret = console.tokens.make(visit.who, form.get("name", ""), _role(form), _life(form))
    except FaultyError as error:
        return _once_more(error, form, visit, console)
    return show(_page(visit, console, new_token=NewToken(token.name, secret)), visit, console)


@routes.post(f"{addresses.TOKENS}/<token_id>/renew", Access.ADMINISTRATOR)
def renew_token(visit: Visit, console: Console) -> Answer:
    """Let a token live as long again."""
    return _carried_out(
        lambda: console.tokens.renew(visit.who, visit.arguments["token_id"]), Done.TOKEN_RENEWED, visit, console
    )


@routes.post(f"{addresses.TOKENS}/<token_id>/revoke", Access.ADMINISTRATOR)
def revoke_token(visit: Visit, console: Console) -> Answer:
    """End a token."""
    return _carried_out(
        lambda: console.tokens.revoke(visit.who, visit.arguments["token_id"]), Done.TOKEN_REVOKED, visit, console
    )


@routes.post(f"{addresses.TOKENS}/<token_id>/delete", Access.ADMINISTRATOR)
def delete_token(visit: Visit, console: Console) -> Answer:
    """Take a token out of the list."""
    return _carried_out(
        lambda: console.tokens.delete(visit.who, visit.arguments["token_id"]), Done.TOKEN_REVOKED, visit, console
    )


def _carried_out(act: Callable[[], object], done: Done, visit: Visit, console: Console) -> Answer:
    """Back to the page that says what was done; or why it was not."""
    try:
        act()
    except FaultyError as error:
        return _not_done(error, visit, console)
    return _done(done)


def _page(
    visit: Visit,
    console: Console,
    *,
    new_token: NewToken | None = None,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> PeoplePage:
    now = console.clock()
    return PeoplePage(
        people=tuple(listed_person(person, visit.who) for person in console.people.everyone()),
        tokens=tuple(listed_token(token, now) for token in console.tokens.every()),
        invites=console.directory is not None,
        new_token=new_token,
        typed=typed or {},
        faults=faults or {},
    )


def _once_more(error: FaultyError, form: Mapping[str, str], visit: Visit, console: Console) -> Answer:
    """The page as it was, with what was typed and what is wrong with it."""
    faults = {error.field: words_of(error.fault, language_of(visit))}
    return show(_page(visit, console, typed=form, faults=faults), visit, console, status=422)


def _not_done(error: FaultyError, visit: Visit, console: Console) -> Answer:
    """Somebody else was faster, or it is about whoever asks."""
    words = words_of(error.fault, language_of(visit))
    page = ErrorPage(trouble=Trouble.NOT_UNDERSTOOD, explanation=words, back=addresses.PEOPLE)
    return show(page, visit, console, status=409)


def _done(done: Done) -> Answer:
    return answers.redirect(addresses.with_query(addresses.PEOPLE, done=done))


def _role(form: Mapping[str, str]) -> Role:
    given = form.get("role", "")
    if given not in set(Role):
        raise FaultyError("role", Fault.NO_ROLE)
    return Role(given)


def _life(form: Mapping[str, str]) -> timedelta:
    given = form.get("days", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 4:
        raise FaultyError("days", Fault.NO_LIFE)
    return timedelta(days=int(given))
