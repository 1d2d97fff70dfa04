"""Tells people that a compare was refused because most of what is known cannot be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counterfoil.domain.identity import System
from counterfoil.domain.texts import COMPARE_REFUSED
from counterfoil.engine.ports import DeliveryLog, Notifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A side that was not believed: so many of its `known` linked records are `gone`."""

    connection_id: str
    system: System
    known: int
    gone: int


def tell(refusals: Sequence[Refusal], reported: DeliveryLog, notifier: Notifier, now: datetime) -> None:
    """Publish one message about the refusals of one connection, at most one a day (in UTC)."""
    connection_id = refusals[0].connection_id
    identity = f"reconcile:{connection_id}:{now.date()}"
    if reported.seen(identity):
        return
    counts = [f"{one.system.brand}: {one.gone} of {one.known} linked records cannot be found." for one in refusals]
    text = "\n\n".join([COMPARE_REFUSED.cause, *counts, f"What to do: {COMPARE_REFUSED.remedy}"])
    notifier.publish(f"Counterfoil: {COMPARE_REFUSED.title} ({connection_id})", text)
    reported.remember(identity)
