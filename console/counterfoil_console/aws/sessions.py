"""Sessions in the console's table: by the secret's digest, and in a list of each person's."""

from collections.abc import Callable, Sequence
from datetime import datetime

from counterfoil.bootstrap.foundations import ABSENT, Body, Condition, Delete, Key, Put, Table, Update, stamp
from counterfoil_console.domain.session import LONGEST, Session
from counterfoil_console.ports import SessionStore

_BODY = Body(Session)

type ReadAhead = Callable[[Key, Sequence[Key]], None]
"""Reads an item of this table, and some of the product's, in one call; whoever asks for them then has them."""


class DynamoSessionStore(SessionStore):
    """DynamoDB deletes what is over within a few days."""

    def __init__(self, table: Table, read_ahead: ReadAhead | None = None) -> None:
        self._table, self._read_ahead = table, read_ahead

    def keep(self, digest: str, session: Session) -> None:
        kept_until = _seconds(session.began_at + LONGEST)
        changes = [
            Put({"pk": pk, "sk": sk, "expires_at": kept_until} | content, ABSENT)
            for (pk, sk), content in (
                (_key(digest), {"item_type": "session", "body": _BODY.dump(session)}),
                (_listed(session.person_id, digest), {"item_type": "session_of_person"}),
            )
        ]
        self._table.transact(changes)

    def find(self, digest: str, beside: Sequence[Key] = ()) -> Session | None:
        """One call, with what is beside it."""
        if beside and self._read_ahead:
            self._read_ahead(_key(digest), beside)
        item = self._table.get(_key(digest))
        return _BODY.load(item["body"]) if item else None

    def touch(self, digest: str, session: Session) -> None:
        there = Condition("attribute_exists(pk)")
        self._table.update(Update(_key(digest), "SET body.seen_at = :at", {":at": stamp(session.seen_at)}, there))

    def reads(self, digest: str, language: str) -> None:
        there, values = Condition("attribute_exists(pk)"), {":language": language}
        self._table.update(Update(_key(digest), "SET body.chosen_language = :language", values, there))

    def end(self, digest: str, person_id: str) -> None:
        self._table.transact([Delete(_key(digest)), Delete(_listed(person_id, digest))])

    def end_all_of(self, person_id: str) -> None:
        for item in self._table.query(_partition(person_id)):
            self.end(item["sk"], person_id)


def _key(digest: str) -> Key:
    return f"session#{digest}", "session"


def _listed(person_id: str, digest: str) -> Key:
    return _partition(person_id), digest


def _partition(person_id: str) -> str:
    return f"person#{person_id}#sessions"


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
