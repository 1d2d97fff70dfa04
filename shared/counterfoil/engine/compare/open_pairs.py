"""Reads open invoices with their counterparts, both sides at one moment, and what is known of those that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TypeIs

from counterfoil.domain.choices import Verb
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.compared import Compared
from counterfoil.engine.ports import ChoiceStore, LinkStore, OpenInvoices, OutcomeStore, Systems


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPairs:
    """The open invoices of one connection, for one run.

    `seen` are those of QuickBooks whose counterparts in HubSpot the run has come by: they are not read a second time.
    """

    connection_id: str
    systems: Systems
    links: LinkStore
    outcomes: OutcomeStore
    choices: ChoiceStore
    seen: set[RecordRef] = field(default_factory=set)

    def from_hubspot(self, after: str) -> tuple[OpenInvoices, list[Compared]]:
        """A page of what is open in HubSpot. Its search runs behind: what differs is read there once more."""
        page = self.systems.hubspot.open_invoices(after)
        pairs = self._paired(System.HUBSPOT, page.snapshots)
        self.seen.update(there.ref for one in pairs if (there := one.snapshots.get(System.QUICKBOOKS)))
        again = self._read(System.HUBSPOT, [one.snapshots[System.HUBSPOT].ref for one in pairs if one.differs])
        return page, self._known([one.with_newer(again) for one in pairs])

    def from_quickbooks(self, after: str) -> tuple[OpenInvoices, list[Compared]]:
        """A page of what is open in QuickBooks, without what is open in HubSpot as well."""
        page = self.systems.quickbooks.open_invoices(after)
        pairs = self._paired(System.QUICKBOOKS, [one for one in page.snapshots if one.ref not in self.seen])
        return page, self._known([one for one in pairs if one.owed(System.HUBSPOT) is None])

    def _paired(self, system: System, snapshots: Sequence[Snapshot]) -> list[Compared]:
        links = self._links([one.ref for one in snapshots])
        others = {ref for link in links.values() if _holds(link) and (ref := link.ref(system.other))}
        shown = self._read(system.other, sorted(others))
        return [_pair(one, links.get(one.ref), shown) for one in snapshots]

    def _links(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        """The link of each that has one, rather one that holds than one that was closed."""
        found = self.links.find(self.connection_id, refs) if refs else {}
        return {ref: max(some, key=_holds) for ref, some in found.items() if some}

    def _read(self, system: System, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Snapshot]:
        """These as they are now; one that is not there, or cannot be understood, is absent."""
        found = self.systems[system].read(EntityKind.INVOICE, [ref.id for ref in refs]) if refs else {}
        shown = [(one, each[0]) for one, each in found.items() if not isinstance(each, Failure) and each]
        return {RecordRef(system, EntityKind.INVOICE, one): snapshot for one, snapshot in shown}

    def _known(self, pairs: Sequence[Compared]) -> list[Compared]:
        """Those that differ with how they and their payments stand, and whether a person accepted it."""
        differing = [one for one in pairs if one.differs]
        if not differing:
            return list(pairs)
        paid = self._payments(differing)
        refs = {one.told_under: (*one.refs, *paid.get(one.told_under, ())) for one in differing}
        every = sorted({ref for some in refs.values() for ref in some})
        outcomes = self.outcomes.latest(self.connection_id, every)
        chosen = self.choices.of(self.connection_id, every)
        accepted = {ref for ref, one in chosen.items() if any(each.verb is Verb.ACCEPTED for each in one.holding)}
        return [
            replace(
                one,
                outcome=outcomes.get(one.told_under),
                payments=tuple(filter(_is_out_of_step, (outcomes.get(ref) for ref in paid.get(one.told_under, ())))),
                is_accepted=not accepted.isdisjoint(refs[one.told_under]),
            )
            if one.differs
            else one
            for one in pairs
        ]

    def _payments(self, pairs: Sequence[Compared]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        """The payments on these invoices, by the records under which these stand. QuickBooks' invoices name theirs."""
        here = self._payments_in_hubspot(
            [one.snapshots[System.HUBSPOT].ref.id for one in pairs if System.HUBSPOT in one.snapshots]
        )
        found: dict[RecordRef, list[RecordRef]] = {}
        for one in pairs:
            paid = found.setdefault(one.told_under, [])
            if shown := one.snapshots.get(System.HUBSPOT):
                paid += here.get(shown.ref.id, ())
            if booked := one.snapshots.get(System.QUICKBOOKS):
                paid += [RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, each, booked.ref.id) for each in booked.paid_by]
        return found

    def _payments_in_hubspot(self, invoice_ids: Sequence[str]) -> Mapping[str, Sequence[RecordRef]]:
        """By invoice; those that were made from QuickBooks' as these, which QuickBooks may have no more."""
        found = self.systems.hubspot.payments_of(invoice_ids) if invoice_ids else {}
        refs = {one: [RecordRef(System.HUBSPOT, EntityKind.PAYMENT, each) for each in some] for one, some in found.items()}
        links = self._links([ref for some in refs.values() for ref in some])
        return {one: [links[ref].source_ref if ref in links else ref for ref in some] for one, some in refs.items()}


def _is_out_of_step(outcome: SyncOutcome | None) -> TypeIs[SyncOutcome]:
    return outcome is not None and outcome.status is not OutcomeStatus.IN_SYNC


def _holds(link: Link) -> bool:
    return link.state is LinkState.LINKED


def _pair(snapshot: Snapshot, link: Link | None, others: Mapping[RecordRef, Snapshot]) -> Compared:
    other = link.ref(snapshot.ref.system.other) if link and _holds(link) else None
    found = others.get(other) if other else None
    both = {snapshot.ref.system: snapshot} | ({found.ref.system: found} if found else {})
    return Compared(snapshots=both, link=link)
