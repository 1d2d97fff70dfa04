"""Notices in the table: one partition for each connection, which is read as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from counterfoil.adapters.aws.changes import ABSENT, Condition, Put
from counterfoil.adapters.aws.items import Body, Item, stamp
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.notices import Channel, Delivery, KeptNotices, Notice, NoticeSettings
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.ports.notices import NoticeStore

KEEP = timedelta(days=400)
_SETTINGS, _NOTICE, _DELIVERY = Body(NoticeSettings), Body(Notice, texts=("text",)), Body(Delivery, texts=("failure",))
_PROBLEM, _WAITING, _DELIVERING = "problem#", "waiting#", "delivering#"
_IS_CLOSED = Condition("attribute_not_exists(pk) OR is_open = :no", {":no": False})
_IS_OPEN = Condition("is_open = :yes", {":yes": True})


class DynamoNoticeStore(NoticeStore):
    """Solved problems, and what nobody ever took, are kept for `keep`. A query and a transaction, each a call."""

    def __init__(self, table: Table, *, keep: timedelta = KEEP) -> None:
        self._table, self._keep = table, keep

    def kept(self, connection_id: str) -> KeptNotices:
        items = self._table.query(_partition(connection_id))
        settings = next((_SETTINGS.load(item["body"]) for item in items if item["sk"] == "settings"), NoticeSettings())
        problems = [_NOTICE.load(item["body"]) for item in items if item["sk"].startswith(_PROBLEM) and item["is_open"]]
        return KeptNotices(
            settings=settings,
            problems={one.problem: one for one in problems},
            waiting={channel: tuple(_waiting(items, channel)) for channel in Channel},
            deliveries={
                Channel(item["sk"].removeprefix(_DELIVERING)): _DELIVERY.load(item["body"])
                for item in items
                if item["sk"].startswith(_DELIVERING)
            },
        )

    def with_settings(self, connection_ids: Sequence[str]) -> frozenset[str]:
        """One call per hundred connections."""
        keys = {(_partition(one), "settings"): one for one in connection_ids}
        return frozenset(keys[key] for key in self._table.get_many(keys))

    def save(self, connection_id: str, settings: NoticeSettings) -> NoticeSettings:
        after = replace(settings, revision=settings.revision + 1)
        item = _item(connection_id, "settings", "notice_settings") | {"body": _SETTINGS.dump(after)}
        if not self._table.put(Put(item | {"revision": after.revision}, _unchanged(settings.revision))):
            raise ConcurrentChangeError(f"the notices of {connection_id!r} are not at revision {settings.revision}")
        return after

    def open(self, connection_id: str, notice: Notice, channels: Sequence[Channel]) -> bool:
        problem = self._problem(connection_id, notice) | {"is_open": True}
        return self._tell(connection_id, Put(problem, _IS_CLOSED), notice, channels)

    def close(self, connection_id: str, notice: Notice, channels: Sequence[Channel]) -> bool:
        problem = self._problem(connection_id, notice) | {"is_open": False, "expires_at": self._expires_at(notice)}
        return self._tell(connection_id, Put(problem, _IS_OPEN), notice, channels)

    def _problem(self, connection_id: str, notice: Notice) -> Item:
        return _item(connection_id, f"{_PROBLEM}{notice.problem}", "problem") | {"body": _NOTICE.dump(notice)}

    def _tell(self, connection_id: str, problem: Put, notice: Notice, channels: Sequence[Channel]) -> bool:
        body: Item = {"body": _NOTICE.dump(notice), "expires_at": self._expires_at(notice)}
        names = [f"{_WAITING}{channel}#{stamp(notice.at)}#{notice.id}" for channel in channels]
        return not self._table.transact([problem, *(Put(_item(connection_id, name, "notice") | body) for name in names)])

    def _expires_at(self, notice: Notice) -> int:
        return int((notice.at + self._keep).timestamp())

    def deliver(self, connection_id: str, channel: Channel, delivery: Delivery) -> Delivery | None:
        after = replace(delivery, revision=delivery.revision + 1)
        item = _item(connection_id, f"{_DELIVERING}{channel}", "delivery") | {"body": _DELIVERY.dump(after)}
        kept = self._table.put(Put(item | {"revision": after.revision}, _unchanged(delivery.revision)))
        return after if kept else None

    def sent(self, connection_id: str, channel: Channel, notices: Sequence[Notice]) -> None:
        for one in notices:
            self._table.delete((_partition(connection_id), f"{_WAITING}{channel}#{stamp(one.at)}#{one.id}"))


def _waiting(items: Iterable[Item], channel: Channel) -> Iterable[Notice]:
    return (_NOTICE.load(item["body"]) for item in items if item["sk"].startswith(f"{_WAITING}{channel}#"))


def _unchanged(revision: int) -> Condition:
    return Condition("revision = :before", {":before": revision}) if revision else ABSENT


def _item(connection_id: str, name: str, item_type: str) -> Item:
    return {"pk": _partition(connection_id), "sk": name, "item_type": item_type}


def _partition(connection_id: str) -> str:
    return f"{connection_id}#notices"
