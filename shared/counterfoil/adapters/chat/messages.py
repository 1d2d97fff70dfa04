"""Notices in the form that each chat takes. Pure.

What people named themselves stands in plain text only, in which nothing is markup. Sources:
https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and
https://docs.slack.dev/messaging/formatting-message-text (escaping);
https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using (28 KB, the frame)
and https://adaptivecards.io/explorer/TextRun.html (no Markdown in it).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import simplejson

from counterfoil.domain.connection import Connection
from counterfoil.domain.money import plain
from counterfoil.domain.notices import ChatKind, Notice
from counterfoil.domain.texts import notices as texts
from counterfoil.domain.texts.sentence import MORE, one_line
from counterfoil.domain.texts.speaking import Say

_MOST = 40
"""Notices of one message; Slack takes 50 blocks, and Teams 28 KB."""
_LONGEST, _LONGEST_HEADING = 400, 140
_ROOM = 20_000
"""Bytes of all lines, which leave room for what is around them."""


def message_of(kind: ChatKind, connection: Connection, notices: Sequence[Notice], say: Say) -> Mapping[str, Any]:
    """One message about all of these, in the language of `say`."""
    match kind:
        case ChatKind.SLACK:
            return _slack(connection, notices, say)
        case ChatKind.TEAMS:
            return _teams(connection, notices, say)
        case ChatKind.JSON:
            return _json(connection, notices, say)


def _lines(notices: Sequence[Notice], say: Say) -> list[str]:
    """What each says, as many as there is room for, and how many more there are."""
    lines: list[str] = []
    room = _ROOM
    for one in notices[:_MOST]:
        line = one_line(say(one.text), _LONGEST)
        room -= len(simplejson.dumps(line))
        if room < 0:
            break
        lines.append(line)
    more = len(notices) - len(lines)
    return [*lines, *([say(MORE(count=more))] if more > 0 else [])]


def _page(notices: Sequence[Notice]) -> str:
    return next((one.page for one in notices if one.page), "")


def _slack(connection: Connection, notices: Sequence[Notice], say: Say) -> Mapping[str, Any]:
    """`text` is what notifications show."""
    heading, lines = one_line(connection.label, _LONGEST_HEADING), _lines(notices, say)
    blocks = [{"type": "header", "text": _plain(heading)}, *({"type": "section", "text": _plain(line)} for line in lines)]
    if page := _page(notices):
        link = {"type": "mrkdwn", "text": f"<{_escaped(page)}|{_escaped(say(texts.OPEN()))}>", "verbatim": True}
        blocks.append({"type": "section", "text": link})
    return {"text": _escaped(f"{heading}: {' '.join(lines)}"), "mrkdwn": False, "blocks": blocks}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(connection: Connection, notices: Sequence[Notice], say: Say) -> Mapping[str, Any]:
    heading = _runs(one_line(connection.label, _LONGEST_HEADING), weight="bolder", size="medium")
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.2",
        "body": [heading, *map(_runs, _lines(notices, say))],
    }
    if page := _page(notices):
        card["actions"] = [{"type": "Action.OpenUrl", "title": say(texts.OPEN()), "url": page}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _runs(text: str, **more: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **more}]}


def _json(connection: Connection, notices: Sequence[Notice], say: Say) -> Mapping[str, Any]:
    return {
        "version": 1,
        "connection": {"id": connection.id, "name": one_line(connection.label, _LONGEST_HEADING)},
        "notices": [
            {
                "id": one.id,
                "at": one.at.isoformat(),
                "sort": one.sort.value,
                "problem": one.problem,
                "text": one_line(say(one.text), _LONGEST),
                "records": one.records,
                "money": {currency: plain(amount) for currency, amount in one.money.items()},
                "page": one.page,
            }
            for one in notices
        ],
    }
