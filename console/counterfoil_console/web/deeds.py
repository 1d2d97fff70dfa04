"""What people decide about records, whether on a page or by a program: noted with who and why, then carried out."""

from collections.abc import Callable, Mapping

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.values import dataclass
from counterfoil.engine.choose.author import Author
from counterfoil.engine.choose.choosing import Choosing
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import Action
from counterfoil_console.pages.frame import Done

WHY = "in the console"
"""The reason of whoever gives none."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be decided, by `act`, which is called with the connection, the records and the author."""

    act: Callable[..., None]
    action: Action
    done: Done

    def carry_out(self, console: Console, who: Actor, connection_id: str, records: tuple[RecordRef, ...], why: str) -> None:
        """Raises ImpossibleChoiceError, ConcurrentChangeError."""
        author = Author(who=who.name, why=why or WHY)
        console.trail.note(who, self.action, scope=connection_id, subject=str(records[0]), why=author.why)
        self.act(console.product.choosing, connection_id, *records, author)


ABOUT_ONE: Mapping[str, Deed] = {
    "unlink": Deed(Choosing.unlink, Action.UNLINKED, Done.UNLINKED),
    "leave-out": Deed(Choosing.leave_out, Action.LEFT_OUT, Done.LEFT_OUT),
    "take-back": Deed(Choosing.take_back, Action.TAKEN_BACK, Done.TAKEN_BACK),
    "accept": Deed(Choosing.accept, Action.ACCEPTED, Done.ACCEPTED),
    "send-again": Deed(Choosing.send_again, Action.SENT_AGAIN, Done.SENT_AGAIN),
}
ABOUT_TWO: Mapping[str, Deed] = {
    "choose": Deed(Choosing.choose, Action.CHOSEN, Done.CHOSEN),
    "link": Deed(Choosing.link, Action.LINKED, Done.LINKED),
}
