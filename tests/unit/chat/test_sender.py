"""Messages in each chat's own form, to public addresses only, whatever people named their records and companies."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.chat.addresses import RefusedAddressError, parsed, target_of
from counterfoil.adapters.chat.sender import WebhookChat
from counterfoil.domain.notices import ChatKind, Notice, Sort
from counterfoil.domain.texts.speaking import in_english
from counterfoil.engine.ports.notices import RefusedMessageError
from infra.sandbox.chat import ChatTwin
from tests.builders import NOON, a_connection
from tests.fakes import FrozenClock

PUBLIC = "93.184.216.34"
ADDRESSES = {
    ChatKind.SLACK: "https://hooks.slack.com/services/T0/B0/secret",
    ChatKind.TEAMS: "https://prod-1.westeurope.logic.azure.com/workflows/abc/triggers/manual?sig=secret",
    ChatKind.JSON: "https://alerts.acme.com/counterfoil?key=secret",
}
HOSTILE = "<!channel> *Acme* & [click](https://evil.io) <https://evil.io|x>\n# Head\u202e \x00" + "y" * 5000


@pytest.fixture
def twin() -> ChatTwin:
    return ChatTwin()


def chat(twin: ChatTwin, *ips: str) -> WebhookChat:
    """A sender that reaches nobody but the twin."""
    http = httpx2.Client(transport=httpx2.WSGITransport(app=twin))
    return WebhookChat(http, FrozenClock(), lambda _host: ips or (PUBLIC,))


def notice(text: str = "Books closed: 2 records need you, 10.50 USD.", number: int = 1) -> Notice:
    return Notice(
        id=f"{number}",
        at=NOON,
        sort=Sort.OPENED,
        problem="E7",
        text=text,
        records=2,
        money={"USD": Decimal("10.50")},
        page="https://console.example/c/a/needs-you?x=1&y=2",
    )


def sent(twin: ChatTwin, kind: ChatKind, *notices: Notice, label: str = "Acme Ltd") -> Mapping[str, Any]:
    """The message that the chat took."""
    company = replace(a_connection().company, name=label)
    connection = replace(a_connection(), company=company)
    chat(twin).send(kind, ADDRESSES[kind], connection, notices or [notice()], in_english)
    ((_, message),) = twin.taken
    return message


def test_slack_is_sent_blocks_of_plain_text_and_one_link(twin: ChatTwin) -> None:
    message = sent(twin, ChatKind.SLACK)
    texts = [block["text"]["text"] for block in message["blocks"]]
    assert texts[1:] == [
        "Books closed: 2 records need you, 10.50 USD.",
        "<https://console.example/c/a/needs-you?x=1&amp;y=2|Open Counterfoil>",
    ]
    assert twin.hosts == ["hooks.slack.com"]


def test_teams_is_sent_an_adaptive_card(twin: ChatTwin) -> None:
    (attachment,) = sent(twin, ChatKind.TEAMS)["attachments"]
    card = attachment["content"]
    assert [block["inlines"][0]["text"] for block in card["body"]][1:] == ["Books closed: 2 records need you, 10.50 USD."]
    assert card["actions"][0]["url"] == "https://console.example/c/a/needs-you?x=1&y=2"


def test_whatever_else_is_sent_plain_json(twin: ChatTwin) -> None:
    message = sent(twin, ChatKind.JSON)
    (one,) = message["notices"]
    assert (one["sort"], one["problem"], one["records"], one["money"]) == ("opened", "E7", 2, {"USD": "10.5"})
    assert message["connection"]["id"] == a_connection().id


@pytest.mark.parametrize("kind", ChatKind)
def test_what_people_named_is_text_and_no_markup(twin: ChatTwin, kind: ChatKind) -> None:
    message = sent(twin, kind, notice(HOSTILE), label=HOSTILE)
    for block in message.get("blocks", ()):
        if block["text"]["type"] == "mrkdwn":
            assert "evil" not in block["text"]["text"]
    assert "<" not in message.get("text", "")
    assert all(one["type"] == "TextRun" for one in _inlines(message))
    assert all(forbidden not in json.dumps(message) for forbidden in ("\\n", "\\u0000", "\\u202e"))


@pytest.mark.parametrize("text", [HOSTILE, "\N{GRINNING FACE}" * 400, "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 400])
@pytest.mark.parametrize("kind", ChatKind)
def test_as_many_as_there_are_fit_into_one_message(twin: ChatTwin, kind: ChatKind, text: str) -> None:
    assert sent(twin, kind, *(notice(text, number) for number in range(500)))


def _inlines(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    bodies = [one["content"]["body"] for one in message.get("attachments", ())]
    return [run for body in bodies for block in body for run in block["inlines"]]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (("404 Not Found", {"Content-Type": "text/plain"}, b"no_service"), 'It answered 404: "no_service".'),
        (("400 Bad", {"Content-Type": "text/plain"}, b"a\nb" + b"x" * 9000), 'It answered 400: "a b'),
        (("500 Oh", {"Content-Type": "text/html"}, b"<script>"), "It answered 500."),
        (("302 Found", {"Location": "https://169.254.169.254/"}, b""), "It answered 302."),
    ],
)
def test_a_chat_that_takes_nothing_is_quoted_in_short(
    twin: ChatTwin, answer: tuple[str, Mapping[str, str], bytes], said: str
) -> None:
    twin.answer = answer
    with pytest.raises(RefusedMessageError) as raised:
        chat(twin).send(ChatKind.SLACK, ADDRESSES[ChatKind.SLACK], a_connection(), [notice()], in_english)
    assert str(raised.value).startswith(said)
    assert len(str(raised.value)) < 300
    assert "secret" not in str(raised.value)
    assert len(twin.hosts) == 1


def test_a_chat_says_when_it_wants_to_be_asked_again(twin: ChatTwin) -> None:
    twin.answer = ("429 Too Many", {"Retry-After": "30"}, b"")
    with pytest.raises(RefusedMessageError) as raised:
        chat(twin).send(ChatKind.SLACK, ADDRESSES[ChatKind.SLACK], a_connection(), [notice()], in_english)
    assert raised.value.retry_at == FrozenClock()() + timedelta(seconds=30)


def test_a_chat_that_does_not_answer_is_not_waited_for(twin: ChatTwin) -> None:
    def silent(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("too long")

    here = WebhookChat(httpx2.Client(transport=httpx2.MockTransport(silent)), FrozenClock(), lambda _host: (PUBLIC,))
    with pytest.raises(RefusedMessageError, match="No answer"):
        here.send(ChatKind.SLACK, ADDRESSES[ChatKind.SLACK], a_connection(), [notice()], in_english)
    assert twin.hosts == []


@pytest.mark.parametrize(
    "address",
    [
        *("http://hooks.slack.com/x", "ftp://hooks.slack.com", "hooks.slack.com", "", "https://", "javascript:alert(1)"),
        *("https://localhost/x", "https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest/meta-data"),
        *("https://10.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://intranet/x"),
        *("https://metadata.google.internal/", "https://printer.local/", "https://a.localhost/"),
        *("https://user:word@hooks.slack.com/x", "https://hooks.slack.com:8443/x", "https://hooks.slack.com:bad/x"),
        *("https://hooks.slack.com\\@evil.io/", "https://hooks.slack.com/\r\nX: y", "https://hooks.slack.com/a b"),
        *("https://hööks.slack.com/", "https://hooks.slack.com/" + "a" * 3000),
    ],
)
def test_an_address_that_is_none_is_refused_before_anybody_is_asked(twin: ChatTwin, address: str) -> None:
    assert chat(twin).fault(address)
    with pytest.raises(RefusedMessageError):
        chat(twin).send(ChatKind.JSON, address, a_connection(), [notice()], in_english)
    assert twin.hosts == []


@pytest.mark.parametrize(
    "ips",
    [
        *(("127.0.0.1",), ("10.1.2.3",), ("192.168.0.1",), ("172.16.9.9",), ("169.254.169.254",), ("100.64.0.1",)),
        *(("::1",), ("fd00:ec2::254",), ("fe80::1%eth0",), ("::ffff:10.0.0.1",), ("64:ff9b::a9fe:a9fe",), ("2002:a00:1::",)),
        *(("0.0.0.0",), ("224.0.0.1",), ("no address",), (PUBLIC, "10.0.0.1")),
    ],
)
def test_a_name_that_leads_inside_leads_nowhere(twin: ChatTwin, ips: tuple[str, ...]) -> None:
    with pytest.raises(RefusedMessageError, match="open internet"):
        chat(twin, *ips).send(ChatKind.SLACK, ADDRESSES[ChatKind.SLACK], a_connection(), [notice()], in_english)
    assert twin.hosts == []


def test_what_was_looked_at_is_what_is_called() -> None:
    """A name that answers otherwise the next time is not asked a second time."""
    answers = iter([(PUBLIC,), ("127.0.0.1",)])
    target = target_of(ADDRESSES[ChatKind.TEAMS], lambda _host: next(answers))
    assert target.url == f"https://{PUBLIC}/workflows/abc/triggers/manual?sig=secret"
    assert target.host == "prod-1.westeurope.logic.azure.com"
    assert target_of(ADDRESSES[ChatKind.SLACK], lambda _host: ("2606:2800::1",)).url.startswith("https://[2606:2800::1]/")


def test_a_name_that_nobody_knows_is_said() -> None:
    with pytest.raises(RefusedAddressError, match="could not be reached"):
        target_of(ADDRESSES[ChatKind.SLACK], lambda _host: ())
    assert parsed(ADDRESSES[ChatKind.SLACK]).hostname == "hooks.slack.com"
