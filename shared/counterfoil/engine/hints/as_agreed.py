"""Whether a record that was found is as its link knows it."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Agreement, Link, LinkState, seen_as
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.engine.ports import ChangedRecord


def is_as_agreed(record: ChangedRecord, agreement: Agreement | None) -> bool:
    """Whether it shows the version, and as far as that is shown the balance, that both sides agreed on.

    What settles an invoice may leave its version as it was. Nothing agrees with a record that was deleted.
    """
    if agreement is None or not agreement.version == record.version != "":
        return False
    return record.balance is None or record.balance == agreement.fields.get("balance")


def is_as_seen(record: ChangedRecord, link: Link) -> bool:
    """Whether nobody but we ourselves has touched it since its link was agreed upon, and what it shows is the same."""
    return link.state is LinkState.LINKED and link.seen == seen_as(record.version, record.looks) != ""


def as_shown(links: Sequence[Link], stand: Mapping[RecordRef, SyncOutcome]) -> list[Link]:
    """The links with what their outcomes keep for them."""
    return [link.showing(stand[link.source_ref].showing) if link.source_ref in stand else link for link in links]
