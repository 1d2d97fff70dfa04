"""What somebody has who looks after dead letters."""

from collections.abc import Mapping
from typing import Any

from counterfoil.adapters.aws.dead_letters import SqsDeadLetters, Urls
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports.dead_letters import DeadLetters


def dead_letters_of(client: Any, urls: Mapping[EntityKind, Urls]) -> DeadLetters:
    """Those of each kind; `urls` are of its queue of dead letters, and of the queue that they came from."""
    return SqsDeadLetters(client, urls)
