"""Who is told, as the page shows it."""

from collections.abc import Iterator

from counterfoil.domain.notices import KeptNotices
from counterfoil_console.pages.notices import NoticesPage, Silence


def notices_page(kept: KeptNotices) -> NoticesPage:
    """What is kept of a connection's notices."""
    settings = kept.settings
    return NoticesPage(
        emails=tuple(settings.mails),
        chat=settings.chat,
        chat_host=settings.chat_host,
        time=settings.time,
        revision=settings.revision,
        told=len(kept.problems) if settings.channels else 0,
        silences=tuple(_silences(kept)),
    )


def _silences(kept: KeptNotices) -> Iterator[Silence]:
    for channel in kept.settings.channels:
        delivery = kept.deliveries.get(channel)
        if delivery and delivery.failing_since:
            yield Silence(
                channel=channel,
                since=delivery.failing_since,
                failure=delivery.failure,
                waiting=len(kept.waiting.get(channel, ())),
                next_try=delivery.next_try,
            )
