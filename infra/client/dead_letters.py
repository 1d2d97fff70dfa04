"""Messages that failed too often."""

from counterfoil_console.api.dead_letters import DeadQueues, MovedQueues, WantedKind
from infra.client.calls import Caller


class DeadLetterCalls(Caller):
    """Each is a defect."""

    def dead_letters(self, wanted: WantedKind) -> DeadQueues:
        """How many there are, and the oldest."""
        return self.read(DeadQueues, "/dead-letters", wanted)

    def redrive(self, wanted: WantedKind) -> MovedQueues:
        """Move them back to work."""
        return self.act(MovedQueues, "/dead-letters/redrive", wanted)
