"""One connection of a simulated world in the end: both ledgers, and how every record stands."""

from functools import cached_property

from counterfoil.domain.choices import Verb
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.parties import is_company
from tests.simulation.founding import Party
from tests.simulation.ledgers import Ledgers
from tests.simulation.world import World

_KEPT = {Verb.LEFT_OUT, Verb.UNLINKED, Verb.ACCEPTED}


class View:
    """One connection in the end: both ledgers and how every record stands."""

    def __init__(self, world: World, party: Party) -> None:
        self.world, self.party = world, party
        self.ledgers = Ledgers(party.account, self._linked)
        self.outcomes = _current(world, party.connection.id)

    def never_heard_of(self, made: RecordRef) -> bool:
        """Whether what we made was deleted by somebody before the lost answer to its create was looked for."""
        removed = {row["Id"] for _, row in self.party.account.removed} | {one for _, one in self.party.account.archived}
        return made.id in removed and not self.world.house.operator.links.find(self.party.connection.id, [made])

    def was_taken_over(self, source: str, made: RecordRef) -> bool:
        """Whether a contact's customer is its company's by the rule now, or a company's one of its contacts'."""
        links = self.world.house.operator.links.find(self.party.connection.id, [made]).get(made, ())
        handed_over = [link.source_ref for link in links if link.kind is EntityKind.CUSTOMER and link.adopted_at is None]
        return any(is_company(holder) != is_company(RecordRef.parse(source)) for holder in handed_over)

    def may_be_unseen(self, invoice: str) -> bool:
        """Whether it, or a payment of it, was deleted, and no webhook may have told, nor any poll or compare."""
        touched, vendors = self.party.account.touched, self.world.house.vendors
        booked = {what for one in self.ledgers.booked_ids(invoice) for what in touched.get(one, ())}
        deleted = set[System]()
        if "payment deleted in HubSpot" in touched.get(f"hubspot:invoice:{invoice}", ()):
            deleted.add(System.HUBSPOT)
        if booked & {"deleted", "payment deleted"} and vendors.capture_overflows():
            deleted.add(System.QUICKBOOKS)
        return not self.world.compared and any(vendors.lost_one(system) for system in deleted)

    def may_be_unheard_of(self, shown: str) -> bool:
        """Whether somebody deleted it in HubSpot, of which only webhooks and the compare tell, and neither may have."""
        archived = any(one == shown for _, one in self.party.account.archived)
        return archived and not self.world.compared and self.world.house.vendors.lost_one(System.HUBSPOT)

    def _linked(self, ref: RecordRef) -> set[str]:
        links = self.world.house.operator.links.find(self.party.connection.id, [ref]).get(ref, ())
        return {there.id for link in links if (there := link.ref(System.QUICKBOOKS))}

    def failing(self, ref: str) -> bool:
        """Whether a person is told about the record."""
        outcome = self.outcomes.get(ref)
        return outcome is not None and outcome.status is OutcomeStatus.FAILING

    def told(self, invoice: str) -> bool:
        """Whether people are told at the invoice or at one of its payments, or have decided about one of them."""
        refs = [RecordRef.parse(ref) for ref in self.outcomes if self.failing(ref)]
        return any(self.ledgers.invoice_of(ref) == invoice for ref in (*refs, *self.decided))

    @cached_property
    def decided(self) -> list[RecordRef]:
        """The records that people have left out or unlinked, or of which they have accepted a difference."""
        refs = {one for ref in map(RecordRef.parse, self.outcomes) for one in (ref, ref.whole)}
        found = self.world.house.operator.choices.of(self.party.connection.id, sorted(refs))
        return [ref for ref, choices in found.items() if _KEPT & {one.verb for one in choices.holding}]

    def was_sent_again(self, source: str) -> bool:
        """Whether people had a record made again that was removed in QuickBooks."""
        ref = RecordRef.parse(source)
        choices = self.world.house.operator.choices.of(self.party.connection.id, [ref]).get(ref)
        every = (*choices.holding, *choices.past) if choices else ()
        return any(one.verb is Verb.SENT_AGAIN for one in every)


def told_under(invoice: str) -> str:
    """The ref under which it is told how an invoice of HubSpot's stands."""
    return f"hubspot:invoice:{invoice}"


def _current(world: World, connection_id: str) -> dict[str, SyncOutcome]:
    """Every record's latest outcome, from a full walk through the table."""
    prefix = f"{connection_id}#record#"
    refs = [RecordRef.parse(pk.removeprefix(prefix)) for pk, items in world.house.table.items.items()
            if pk.startswith(prefix) and "current" in items]  # fmt: skip
    latest = world.house.operator.outcomes.latest(connection_id, refs)
    return {str(ref): outcome for ref, outcome in latest.items()}
