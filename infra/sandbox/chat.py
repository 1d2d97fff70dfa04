"""The twin of chats with incoming webhooks: what Slack, Microsoft Teams and a plain receiver take, and how they refuse it.

Sources: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks ("ok", 400 invalid_payload, 404
no_service, 429 with Retry-After); https://docs.slack.dev/reference/block-kit/blocks (50 blocks, a header of 150
characters, a text of 3,000);
https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using (28 KB, a
message with cards; a workflow answers 202).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_LARGEST_CARD = 28 * 1024
_MOST_BLOCKS, _LONGEST_HEADER, _LONGEST_TEXT = 50, 150, 3000
_JSON = "application/json"


@dataclass
class ChatTwin:
    """A WSGI application for all three, told apart by the path. `answer` overrides what the next messages are answered."""

    answer: tuple[str, Mapping[str, str], bytes] | None = None
    taken: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """The answer to one message."""
        self.hosts.append(environ["HTTP_HOST"])
        status, headers, body = self.answer or self._take(environ)
        start_response(status, [*headers.items(), ("Content-Length", str(len(body)))])
        return [body]

    def _take(self, environ: Mapping[str, Any]) -> tuple[str, Mapping[str, str], bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "POST" or environ.get("CONTENT_TYPE") != _JSON:
            return _text("400 Bad Request", b"invalid_payload")
        message = json.loads(body)
        if path.startswith("/services/"):
            return self._slack(path, message)
        if path.startswith("/workflows/"):
            return self._teams(path, message, len(body))
        self.taken.append((path, message))
        return "204 No Content", {}, b""

    def _slack(self, path: str, message: Mapping[str, Any]) -> tuple[str, Mapping[str, str], bytes]:
        blocks = message.get("blocks", [])
        if not message.get("text") or len(blocks) > _MOST_BLOCKS or not all(map(_is_block, blocks)):
            return _text("400 Bad Request", b"invalid_blocks")
        self.taken.append((path, message))
        return _text("200 OK", b"ok")

    def _teams(self, path: str, message: Mapping[str, Any], size: int) -> tuple[str, Mapping[str, str], bytes]:
        cards = [one["content"] for one in message.get("attachments", ()) if "card.adaptive" in one["contentType"]]
        if size > _LARGEST_CARD:
            return _text("413 Request Entity Too Large", b"")
        if message.get("type") != "message" or not cards or any(card.get("type") != "AdaptiveCard" for card in cards):
            return _text("400 Bad Request", b"")
        self.taken.append((path, message))
        return "202 Accepted", {}, b""


def _is_block(block: Mapping[str, Any]) -> bool:
    longest = _LONGEST_HEADER if block["type"] == "header" else _LONGEST_TEXT
    kinds = {"plain_text"} if block["type"] == "header" else {"plain_text", "mrkdwn"}
    return block["text"]["type"] in kinds and 0 < len(block["text"]["text"]) <= longest


def _text(status: str, body: bytes) -> tuple[str, Mapping[str, str], bytes]:
    return status, {"Content-Type": "text/plain; charset=utf-8"}, body
