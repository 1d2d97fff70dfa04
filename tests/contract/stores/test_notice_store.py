"""The contract of NoticeStore."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.notices import Channel, ChatKind, Delivery, KeptNotices, Notice, NoticeSettings, NoticeTime, Sort
from counterfoil.domain.texts import notices as texts
from counterfoil.domain.texts.sentence import Told
from counterfoil.engine.ports import ConcurrentChangeError
from tests.builders import NOON
from tests.contract.stores.backends import Backend

CHAT, MAIL = Channel.CHAT, Channel.MAIL


def notice(number: int, problem: str = "E7", sort: Sort = Sort.OPENED) -> Notice:
    return Notice(
        id=f"{number}",
        at=NOON + timedelta(seconds=number),
        sort=sort,
        problem=problem,
        text=texts.SEVERAL_OPENED(title="Books closed", count=2),
        records=2,
        money={"USD": Decimal("10.50")},
        page="https://console.example/c/a/needs-you",
    )


def test_nothing_is_kept_of_a_connection_that_tells_nobody(backend: Backend) -> None:
    kept = backend.notices.kept("a")
    assert kept.settings == NoticeSettings()
    assert not kept.problems
    assert not any(kept.waiting.values())


def test_settings_change_only_as_they_were_seen(backend: Backend) -> None:
    wanted = NoticeSettings(
        mails={"ann@example.com": "s1"}, chat=ChatKind.SLACK, chat_host="h", sealed=("x",), time=NoticeTime.DAILY
    )
    first = backend.notices.save("a", wanted)
    assert backend.notices.kept("a").settings == first == replace(wanted, revision=1)
    with pytest.raises(ConcurrentChangeError):
        backend.notices.save("a", wanted)
    assert backend.notices.save("a", replace(first, chat=None)).revision == 2
    assert backend.notices.kept("b").settings == NoticeSettings()
    assert backend.notices.with_settings(["a", "b"]) == {"a"}


def test_a_problem_is_opened_once_until_it_is_closed(backend: Backend) -> None:
    store = backend.notices
    assert store.open("a", notice(1), [CHAT, MAIL])
    assert not store.open("a", notice(2), [CHAT])
    assert store.open("a", notice(3, "E9"), [CHAT])
    assert not store.close("a", notice(4, "E10", Sort.SOLVED), [CHAT])
    assert store.close("a", notice(5, sort=Sort.SOLVED), [CHAT])
    assert not store.close("a", notice(6, sort=Sort.SOLVED), [CHAT])

    kept = store.kept("a")

    assert kept.problems == {"E9": notice(3, "E9")}
    assert kept.waiting[CHAT] == (notice(1), notice(3, "E9"), notice(5, sort=Sort.SOLVED))
    assert kept.waiting[MAIL] == (notice(1),)
    assert store.open("a", notice(7), [CHAT])
    assert store.kept("b").problems == KeptNotices().problems


def test_what_waits_can_be_told_in_any_language(backend: Backend) -> None:
    backend.notices.open("a", notice(1), [CHAT])
    kept = backend.notices.kept("a")
    for text in (kept.waiting[CHAT][0].text, kept.problems["E7"].text):
        assert isinstance(text, Told)
        assert (text.of, text.values) == (texts.SEVERAL_OPENED, {"title": "Books closed", "count": 2})


def test_what_was_sent_waits_no_longer_in_that_channel(backend: Backend) -> None:
    backend.notices.open("a", notice(1), [CHAT, MAIL])
    backend.notices.open("a", notice(2, "E9"), [CHAT, MAIL])
    backend.notices.sent("a", CHAT, [notice(1)])
    kept = backend.notices.kept("a")
    assert kept.waiting[CHAT] == (notice(2, "E9"),)
    assert kept.waiting[MAIL] == (notice(1), notice(2, "E9"))


def test_one_at_a_time_sends(backend: Backend) -> None:
    mine = backend.notices.deliver(
        "a", CHAT, Delivery(until=NOON, failing_since=NOON, failure="It answered 500.", attempts=3)
    )
    assert mine
    assert backend.notices.deliver("a", CHAT, Delivery()) is None
    assert backend.notices.kept("a").deliveries[CHAT] == mine
    assert backend.notices.deliver("a", CHAT, replace(mine, until=None))
    assert backend.notices.deliver("a", MAIL, Delivery())
