"""What a function that a queue wakes must know of each of its messages."""

from counterfoil.engine.ports import Receipt
from counterfoil.entrypoints import Event


def receipt_of(record: Event) -> Receipt:
    """What a received message needs to be hidden or deleted."""
    return Receipt(
        message_id=record["messageId"],
        queue=record["eventSourceARN"],
        handle=record["receiptHandle"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )
