"""Who is told at Northlight Supply."""

from dataclasses import replace

from counterfoil.domain.notices import Channel, ChatKind
from counterfoil_console.pages.notices import NoticesPage, Silence
from tests.console.samples.around import at

NOTICES = NoticesPage(
    emails=("dana@northlightsupply.com", "books@northlightsupply.com"),
    chat=ChatKind.SLACK,
    chat_host="hooks.slack.com",
    revision=3,
    told=5,
    silences=(
        Silence(
            channel=Channel.CHAT,
            since=at(28, 9, 50),
            failure='It answered 404: "no_service".',
            waiting=2,
            next_try=at(28, 10, 14),
        ),
    ),
)
NOBODY = NoticesPage(faults={"webhook": "Only addresses that begin with https:// are taken."}, chat=ChatKind.TEAMS)
OVERTAKEN = replace(NOTICES, silences=(), chat=None, theirs=NOTICES)
