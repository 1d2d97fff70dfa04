"""What eraser has."""

from functools import cached_property

from counterfoil.adapters.aws.erase_queue import Erasure, decode_erasure
from counterfoil.adapters.aws.erasing import DynamoErasureStore
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.bootstrap.stores import Stores
from counterfoil.engine.connections.delete import Eraser


class ErasingBundle(Stores):
    """Erases connections that somebody deleted."""

    @cached_property
    def eraser(self) -> Eraser:
        store = DynamoErasureStore(self._client("dynamodb"), self.settings.table_name, sleep=self._sleep)
        return Eraser(connections=self.connections, store=store, queue=self.erase_queue, clock=self._clock)

    @cached_property
    def eraser_messages(self) -> SqsReceivedMessages:
        return SqsReceivedMessages(self._client("sqs"), [self.settings.erase_queue_url])

    def decode_erasure(self, text: str) -> Erasure:
        """What is to be erased. Raises InvalidValueError."""
        return decode_erasure(text)
