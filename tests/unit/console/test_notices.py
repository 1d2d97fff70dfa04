"""Who is told when something needs a person: set on a page, kept secret, tried out."""

from datetime import timedelta

import pytest

from counterfoil.domain.notices import Channel, ChatKind, Delivery, Notice, NoticeTime, Sort
from counterfoil.domain.texts import notices as texts
from counterfoil.engine.ports.notices import RefusedMessageError
from counterfoil_console.domain.audit import Action
from tests.builders import a_connection
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken

pytestmark = pytest.mark.feature("H7")

WEBHOOK = "https://hooks.slack.com/services/T0/B0/s3cret"
FORM = {
    "emails": "ann@example.com\r\nbob@example.com",
    "chat": "slack",
    "webhook": WEBHOOK,
    "time": "daily",
    "revision": "0",
}


@pytest.fixture
def path(house: House) -> str:
    """The page of a connection that tells nobody yet."""
    return f"/c/{house.connections.save(a_connection()).id}/notices"


def connection_id(path: str) -> str:
    return path.split("/")[2]


def kept(dana: Browser, path: str, **changes: str) -> str:
    """An administrator sends the form; the page afterwards."""
    dana.get(path)
    answer = dana.post(path, {**FORM, **changes})
    assert answer.status == 303
    return dana.get(path).text


def test_an_administrator_says_who_is_told(dana: Browser, house: House, path: str) -> None:
    assert "Nobody is told yet" in dana.get(path).text

    page = kept(dana, path)

    settings = house.notices.kept(connection_id(path)).settings
    assert (settings.chat, settings.chat_host, settings.time) == (ChatKind.SLACK, "hooks.slack.com", NoticeTime.DAILY)
    assert set(house.mailing.subscribed.values()) == {(connection_id(path), one) for one in settings.mails}
    assert "ann@example.com" in page
    assert "hooks.slack.com, kept as it is" in page


def test_the_address_is_sealed_and_shown_to_nobody_again(dana: Browser, aisha: Browser, house: House, path: str) -> None:
    pages = kept(dana, path) + aisha.get(path).text + dana.get(f"/c/{connection_id(path)}/connection").text
    settings = house.notices.kept(connection_id(path)).settings
    assert "s3cret" not in pages
    assert "s3cret" not in repr(house.audit.entries)
    assert "s3cret" not in repr(settings)
    assert WEBHOOK not in "".join(settings.sealed)


def test_an_empty_address_keeps_the_one_there_is(dana: Browser, house: House, path: str) -> None:
    kept(dana, path)
    before = house.notices.kept(connection_id(path)).settings
    kept(dana, path, webhook="", chat="json", emails="bob@example.com", revision="1")
    after = house.notices.kept(connection_id(path)).settings
    assert (after.sealed, after.chat_host, after.chat) == (before.sealed, before.chat_host, ChatKind.JSON)
    assert list(after.mails) == ["bob@example.com"]
    assert [address for _, address in house.mailing.subscribed.values()] == ["bob@example.com"]


def test_without_a_chat_its_address_is_forgotten(dana: Browser, house: House, path: str) -> None:
    kept(dana, path)
    kept(dana, path, chat="", webhook="", revision="1")
    assert house.notices.kept(connection_id(path)).settings.sealed == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"emails": "Ann <ann@example.com>"}, "is no e-mail address"),
        ({"emails": "ann@example"}, "is no e-mail address"),
        ({"emails": "\n".join(f"a{number}@example.com" for number in range(11))}, "No more than 10"),
        ({"webhook": ""}, "Give the webhook"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands_and_nothing_is_kept(
    dana: Browser, house: House, path: str, changes: dict[str, str], said: str
) -> None:
    dana.get(path)
    answer = dana.post(path, {**FORM, **changes})
    assert (answer.status, said in answer.text) == (422, True)
    assert "s3cret" not in answer.text
    assert "Send a trial message" not in answer.text  # what was sent is not kept
    assert house.notices.kept(connection_id(path)).settings.revision == 0
    assert house.mailing.subscribed == {}


def test_an_address_inside_is_refused_with_why(dana: Browser, house: House, path: str) -> None:
    house.chat.wrong = texts.NOT_PUBLIC()
    dana.get(path)
    answer = dana.post(path, FORM)
    assert answer.status == 422
    assert texts.NOT_PUBLIC() in answer.text


def test_mails_that_aws_does_not_take_are_said(dana: Browser, house: House, path: str) -> None:
    house.mailing.refuses = RefusedMessageError(texts.MAILS_NOT_TAKEN())
    dana.get(path)
    answer = dana.post(path, FORM)
    assert (answer.status, texts.MAILS_NOT_TAKEN() in answer.text) == (422, True)
    assert house.notices.kept(connection_id(path)).settings.revision == 0


@pytest.mark.parametrize("changes", [{"chat": "fax"}, {"time": "never"}, {"revision": "x"}])
def test_what_no_form_of_ours_sends_is_not_taken(dana: Browser, path: str, changes: dict[str, str]) -> None:
    dana.get(path)
    assert dana.post(path, {**FORM, **changes}).status == 400


def test_of_two_who_change_it_at_once_the_second_sees_what_the_first_did(dana: Browser, house: House, path: str) -> None:
    kept(dana, path)
    from_an_older_page = {**FORM, "chat": "teams", "emails": "zoe@example.com"}
    answer = dana.post(path, from_an_older_page)
    assert answer.status == 409
    assert "They want these told: ann@example.com, bob@example.com, Slack." in spoken(answer)
    assert "zoe@example.com" in answer.text, "what was typed is not lost"
    assert house.notices.kept(connection_id(path)).settings.chat is ChatKind.SLACK
    assert house.audit.entries[-1].details["what"] == "ann@example.com, bob@example.com, slack"

    assert dana.post(path, {**from_an_older_page, "revision": "1"}).status == 303
    assert house.notices.kept(connection_id(path)).settings.chat is ChatKind.TEAMS


def test_the_trail_names_whom_and_only_what_was_kept(dana: Browser, house: House, path: str) -> None:
    assert dana.post(path, {**FORM, "emails": "ann"}).status == 422
    assert house.audit.entries[-1].action is not Action.NOTICES_SAVED
    kept(dana, path, chat="", webhook="")
    kept(dana, path, chat="", webhook="", emails="", revision="1")
    told = spoken(dana.get(f"/c/{connection_id(path)}/connection"))
    assert "Chose who is told: ann@example.com, bob@example.com." in told
    assert "Chose who is told: nobody." in told


def test_nobody_is_said_to_need_nothing_before_it_was_looked_at(dana: Browser, path: str) -> None:
    assert "No open problem was told so far." in kept(dana, path)


def test_a_trial_message_reaches_everybody(dana: Browser, house: House, path: str) -> None:
    kept(dana, path)
    assert dana.post(f"{path}/trial").status == 303
    ((kind, address, (text,)),) = house.chat.messages
    assert (kind, address, text) == (ChatKind.SLACK, WEBHOOK, texts.TRIAL())
    assert [told for told, _, _ in house.mailing.messages] == [connection_id(path)]
    assert [one.action for one in house.audit.entries][-2:] == [Action.NOTICES_SAVED, Action.NOTICES_TRIED]


def test_a_trial_that_is_not_taken_says_why(dana: Browser, house: House, path: str) -> None:
    kept(dana, path)
    house.chat.refuses = RefusedMessageError('It answered 404: "<b>no_service".')
    answer = dana.post(f"{path}/trial")
    assert answer.status == 502
    assert "The trial message was not taken" in answer.text
    assert "&lt;b&gt;no_service" in answer.text


def test_a_chat_that_takes_nothing_shows_on_the_connection(aisha: Browser, dana: Browser, house: House, path: str) -> None:
    kept(dana, path)
    now = house.clock()
    notice = Notice(id="1", at=now, sort=Sort.OPENED, problem="E7", text="Books closed: 1 record needs you.")
    house.notices.open(connection_id(path), notice, [Channel.CHAT])
    silent = Delivery(failing_since=now, failure="It answered 410.", attempts=3, next_try=now + timedelta(minutes=4))
    house.notices.deliver(connection_id(path), Channel.CHAT, silent)

    page = aisha.get(path).text

    assert "The chat takes no messages, since" in page
    assert "It answered 410." in page
    assert "1 message waits; nothing is lost." in page


def test_a_connection_that_is_deleted_tells_nobody_any_more(dana: Browser, house: House, path: str) -> None:
    kept(dana, path)
    label = house.connections.get(connection_id(path)).label
    dana.post(f"/c/{connection_id(path)}/delete", {"typed": label})
    assert house.mailing.subscribed == {}
    assert house.notices.kept(connection_id(path)).settings.channels == ()


def test_a_viewer_changes_nothing(aisha: Browser, house: House, path: str) -> None:
    page = aisha.get(path).text
    assert "Keep these notices" not in page
    assert aisha.post(path, FORM).status == 403
    assert aisha.post(f"{path}/trial").status == 403
    assert house.notices.kept(connection_id(path)).settings.revision == 0


def test_what_needs_you_leads_there(aisha: Browser, path: str) -> None:
    assert f'href="{path}"' in aisha.get(f"/c/{connection_id(path)}/needs-you").text
    assert f'href="{path}"' in aisha.get(f"/c/{connection_id(path)}/connection").text
