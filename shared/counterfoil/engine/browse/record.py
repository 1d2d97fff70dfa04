"""One record: how it stands, what both sides last agreed on, what happened to it, and what people decided about it."""

from collections.abc import Sequence
from datetime import date

from counterfoil.domain.choices import Choices
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import ChoiceStore, LinkStore, OutcomeStore

MOST_ACTIVITY = 20
MOST_PAYMENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecord:
    """All that is stored about a record. `ref` is the one of its pair under which it is recorded how the pair stands.

    `activity` is the newest first, with the calls that were made for it; `choices` are of both records of the pair.
    `payments` are those of an invoice, the earliest first; `more_payments` says that there are others still.
    """

    ref: RecordRef
    outcome: SyncOutcome | None
    link: Link | None
    activity: tuple[SyncOutcome, ...]
    choices: tuple[Choices, ...]
    payments: tuple[SyncOutcome, ...] = ()
    more_payments: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything was ever stored about it."""
        return self.outcome is not None or self.link is not None


@dataclass(frozen=True, slots=True)
class RecordView:
    """Tells of single records. Five reads of the table, of which two find its link."""

    outcomes: OutcomeStore
    links: LinkStore
    choices: ChoiceStore

    def record(self, connection_id: str, ref: RecordRef) -> Sequence[KnownRecord]:
        """What is known of a record of either side: several for a payment that is put to several invoices."""
        links = self.links.find(connection_id, [ref]).get(ref, ())
        if not links:
            return [self._known(connection_id, ref, None)]
        return [self._known(connection_id, link.source_ref, link) for link in links]

    def _known(self, connection_id: str, ref: RecordRef, link: Link | None) -> KnownRecord:
        refs = sorted({ref, *(link.refs.values() if link else ())})
        chosen = self.choices.of(connection_id, refs)
        outcome, activity = self.outcomes.history(connection_id, ref, MOST_ACTIVITY)
        payments = self._payments(connection_id, link.refs.get(System.HUBSPOT, ref) if link else ref)
        return KnownRecord(
            ref=ref,
            outcome=outcome,
            link=link,
            activity=tuple(activity),
            choices=tuple(chosen[one] for one in refs if one in chosen),
            payments=tuple(sorted(payments[:MOST_PAYMENTS], key=_came)),
            more_payments=len(payments) > MOST_PAYMENTS,
        )

    def _payments(self, connection_id: str, ref: RecordRef) -> Sequence[SyncOutcome]:
        """A payment knows its invoice by HubSpot's record where there is one."""
        if ref.kind is not EntityKind.INVOICE:
            return ()
        return self.outcomes.payments(connection_id, ref, MOST_PAYMENTS + 1)


def _came(payment: SyncOutcome) -> tuple[date, RecordRef]:
    return payment.paying.on if payment.paying else date.min, payment.ref
