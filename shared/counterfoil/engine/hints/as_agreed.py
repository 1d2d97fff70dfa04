"""Whether a record that was found is as its link knows it."""

from counterfoil.domain.link import Agreement, Link, LinkState, seen_as
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
