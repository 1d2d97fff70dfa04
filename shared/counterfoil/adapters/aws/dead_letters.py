"""The dead letters about each kind of record, in SQS."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.adapters.aws.dead_letter_queue import count, look
from counterfoil.adapters.aws.redrive import redrive
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports.dead_letters import DeadLetters, Letter, Redriven

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

type Urls = tuple[str, str]
"""Of a queue of dead letters, and of the queue that they came from."""

_LOOKS = 5
"""Seconds that AWS's own move is waited for: somebody waits for the answer."""


class SqsDeadLetters(DeadLetters):
    """Whatever AWS refuses of one queue is its trouble only."""

    def __init__(self, client: "SQSClient", urls: Mapping[EntityKind, Urls]) -> None:
        self._client, self._urls = client, urls

    def count(self, kind: EntityKind) -> int:
        return count(self._client, self._urls[kind][0])

    def total(self) -> int:
        try:
            return sum(self.count(kind) for kind in self._urls)
        except (BotoCoreError, ClientError):
            return 0

    def letters(self, kind: EntityKind) -> list[Letter]:
        return look(self._client, self._urls[kind][0])

    def redrive(self, kind: EntityKind) -> Redriven:
        try:
            return redrive(self._client, *self._urls[kind], looks=_LOOKS)
        except (BotoCoreError, ClientError) as error:
            return Redriven(0, self.count(kind), str(error))
