"""People who decide about records: leave out, unlink, take back, choose, accept, send again; each as an operator's act."""

from collections.abc import Sequence
from random import Random

from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.choose.author import Author
from counterfoil.engine.choose.choosing import Choosing
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author as RuleAuthor
from tests.simulation.founding import CUSTOMERS, Party
from tests.simulation.world import World

_AUTHOR = Author("Ada Byron", "As the books say")
_RULER = RuleAuthor(who="somebody", why="by chance")
_MOST = 200


class Decider:
    """Decides something at random about the records of a connection, as chance has it."""

    def __init__(self, world: World, random: Random) -> None:
        self._world, self._random = world, random
        here = world.house.operator
        self._choosing = Choosing(
            choices=here.choices, links=here.links, outcomes=here.outcomes, queue=here.queue, clock=world.clock.now
        )

    def act(self, party: Party) -> str:
        """Decide something that can be decided just now; what it was."""
        acts = (
            self._leave_out,
            self._unlink,
            self._take_back,
            self._choose,
            self._accept,
            self._send_again,
            self._say_who_the_customer_is,
        )
        impossible = []
        for act in self._random.sample(acts, len(acts)):
            try:
                return f"{act.__name__} {act(party.connection.id)}"
            except (ImpossibleChoiceError, ConcurrentChangeError) as error:
                impossible.append(f"{act.__name__} was impossible: {error}")
        return ", ".join(impossible)

    def _leave_out(self, connection_id: str) -> str:
        ref = self._some(connection_id, EntityKind.INVOICE, OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING)
        self._choosing.leave_out(connection_id, ref, _AUTHOR)
        return str(ref)

    def _unlink(self, connection_id: str) -> str:
        ref = self._some(connection_id, EntityKind.INVOICE, OutcomeStatus.IN_SYNC)
        links = self._world.house.operator.links.find(connection_id, [ref]).get(ref, ())
        if not any(link.state is LinkState.LINKED for link in links):
            raise ImpossibleChoiceError(f"{ref} is not linked")
        self._choosing.unlink(connection_id, ref, _AUTHOR)
        return str(ref)

    def _take_back(self, connection_id: str) -> str:
        ref = self._some(connection_id, EntityKind.INVOICE, OutcomeStatus.EXCLUDED)
        self._choosing.take_back(connection_id, ref, _AUTHOR)
        return str(ref)

    def _choose(self, connection_id: str) -> str:
        asked = [
            one
            for kind in (EntityKind.CUSTOMER, EntityKind.PRODUCT)
            for one in self._failing(connection_id, kind)
            if one.category is ErrorCategory.AMBIGUOUS_MATCH and one.candidates
        ]
        outcome = self._one(asked)
        candidate = self._random.choice(outcome.candidates).ref
        self._choosing.choose(connection_id, outcome.ref, candidate, _AUTHOR)
        self._remember_choice(connection_id, outcome.ref, candidate)
        return f"{candidate} for {outcome.ref}"

    def _remember_choice(self, connection_id: str, *pair: RecordRef) -> None:
        """Of those for whom the same record was chosen, only one can have it."""
        account = self._party(connection_id).account
        for one, other in (pair, pair[::-1]):
            chosen = account.chosen.setdefault(one, set())
            chosen.add(other)
            if len(chosen) > 1:
                for each in chosen:
                    account.touch(str(each), "chosen twice")

    def _accept(self, connection_id: str) -> str:
        ref = self._one([one for kind in EntityKind for one in self._failing(connection_id, kind) if one.difference]).ref
        self._choosing.accept(connection_id, ref, _AUTHOR)
        return str(ref)

    def _send_again(self, connection_id: str) -> str:
        edited = [one for kind in EntityKind for one in self._failing(connection_id, kind)]
        ref = self._one([one for one in edited if one.category is ErrorCategory.EDITED_IN_QUICKBOOKS]).ref
        self._choosing.send_again(connection_id, ref, _AUTHOR)
        return str(ref)

    def _say_who_the_customer_is(self, connection_id: str) -> str:
        """From now on; who was a customer before stays one."""
        document = written(self._world.house.operator.connections.get(connection_id).rules[EntityKind.CUSTOMER])
        options = self._random.choice(CUSTOMERS)
        told = {"customer_is": options.customer_is, "contacts_are": options.contacts_are}
        changed = {**document, "options": {**document["options"], **told}}
        self._world.house.operator.rules.save(connection_id, changed, _RULER)
        self._party(connection_id).account.customers_were.add(options)
        return f"{options.customer_is}, {options.contacts_are}"

    def _party(self, connection_id: str) -> Party:
        (party,) = [one for one in self._world.parties if one.connection.id == connection_id]
        return party

    def _some(self, connection_id: str, kind: EntityKind, *standing: OutcomeStatus) -> RecordRef:
        return self._one([one for status in standing for one in self._page(connection_id, kind, status)]).ref

    def _failing(self, connection_id: str, kind: EntityKind) -> Sequence[SyncOutcome]:
        return self._page(connection_id, kind, OutcomeStatus.FAILING)

    def _page(self, connection_id: str, kind: EntityKind, status: OutcomeStatus) -> Sequence[SyncOutcome]:
        return self._world.house.operator.outcomes.page(connection_id, kind, status, "", _MOST).outcomes

    def _one(self, outcomes: Sequence[SyncOutcome]) -> SyncOutcome:
        if not outcomes:
            raise ImpossibleChoiceError("there is no such record")
        return self._random.choice(sorted(outcomes, key=lambda one: one.ref))
