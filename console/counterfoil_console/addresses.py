"""The address of every page and action, in one place."""

from urllib.parse import quote, urlencode

HOME = "/"
SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
CONNECT = "/connect"
PEOPLE = "/people"
INVITE = "/people/invite"
TOKENS = "/people/tokens"
HELP = "/help"
LANGUAGE = "/language"


def with_query(path: str, /, **query: str | int | None) -> str:
    """An address with what is given of the query, in that order, behind the query that it has already."""
    given = {name: value for name, value in query.items() if value not in {"", None}}
    return f"{path}{'&' if '?' in path else '?'}{urlencode(given)}" if given else path


def connection(connection_id: str, *parts: str) -> str:
    """A page of a connection; without parts its health."""
    return "/".join(("/c", *(quote(part, safe=":") for part in (connection_id, *parts))))


def person(person_id: str, action: str) -> str:
    """What can be done about a person: "role", "remove" or "invite-again"."""
    return f"{PEOPLE}/{quote(person_id, safe='')}/{action}"


def token(token_id: str, action: str) -> str:
    """What can be done about a token: "renew", "revoke" or "delete"."""
    return f"{TOKENS}/{quote(token_id, safe='')}/{action}"


def connect(connection_id: str = "", step: str = "") -> str:
    """Connecting both accounts; of a connection that exists, one of its steps."""
    return with_query(CONNECT, connection=connection_id, step=step)


def consent(vendor: str, connection_id: str = "") -> str:
    """Where a vendor's consent begins."""
    return with_query(f"/oauth/{quote(vendor)}/start", connection=connection_id)


def records(connection_id: str, **query: str | int | None) -> str:
    """Records that share what the query names."""
    return with_query(connection(connection_id, "records"), **query)


def record(connection_id: str, ref: object, *parts: str) -> str:
    """One record, or something that is done about it."""
    return connection(connection_id, "records", str(ref), *parts)


def rule(connection_id: str, kind: str, *parts: str, **query: str | int | None) -> str:
    """The rule of a kind, or one of its steps, or something that is done about it."""
    return with_query(connection(connection_id, "rules", kind, *parts), **query)


def plan(connection_id: str, plan_id: str, *parts: str, **query: str | int | None) -> str:
    """A plan, or something that is done about it."""
    return with_query(connection(connection_id, "plans", plan_id, *parts), **query)


def job(connection_id: str, job_id: str, *parts: str) -> str:
    """An export or a backfill, or something that is done about it."""
    return connection(connection_id, "jobs", job_id, *parts)


def help_about(category: str) -> str:
    """What the catalogue says about one cause."""
    return f"{HELP}/{quote(category, safe='')}"
