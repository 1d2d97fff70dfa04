"""What people decided, on pairs of every sort: decisions stay total and pure, and obey."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.domain.choices import Choice, Verb
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Adopt, Create, Recover, Update, Void
from counterfoil.domain.planning.differences import difference_of
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.rules import SyncRule
from tests.builders import NOON
from tests.property.model import make_world, ref_of
from tests.property.promises import written_to

_VERBS = (Verb.LINKED, Verb.UNLINKED, Verb.LEFT_OUT, Verb.ACCEPTED, Verb.SENT_AGAIN)


@st.composite
def decided(draw: st.DrawFn) -> tuple[Pair, SyncRule]:
    """A pair about which somebody decided something, perhaps about just what differs now."""

    def choose[T](options: Sequence[T], /) -> T:
        return draw(st.sampled_from(options))

    world = make_world(choose)
    pair = world.pair()
    if world.link is None:
        (source,) = pair.sides
        found = {ref_of(source.other, world.kind): "the other one"} if choose((True, False)) else {}
        pair = replace(pair, candidates=found, uncertain=choose((True, False)))
    category = choose(tuple(ErrorCategory))
    about = choose((difference_of(pair, category), f"{category}:another"))
    other = ref_of(choose(tuple(System)), world.kind)
    choice = Choice(verb=choose(_VERBS), who="Ada", why="So it is.", at=NOON, other=other, about=about or f"{category}:")
    return replace(pair, choices=(choice,)), world.rule


@given(decided())
def test_a_decision_is_total_and_pure_and_explains_itself(given_pair: tuple[Pair, SyncRule]) -> None:
    pair, rule = given_pair
    decision = decide(pair, rule)
    assert decision == decide(pair, rule)
    assert decision.reasons
    assert all(reason.endswith(".") for reason in decision.reasons)
    assert (decision.status is OutcomeStatus.FAILING) == (decision.failure is not None)


@given(decided())
def test_nothing_is_written_of_what_was_left_out_or_against_the_rule(given_pair: tuple[Pair, SyncRule]) -> None:
    pair, rule = given_pair
    decision = decide(pair, rule)
    (choice,) = pair.choices
    if choice.verb is Verb.LEFT_OUT:
        assert not any(isinstance(action, Create | Update | Void | Adopt) for action in decision.actions)
        assert Recover not in {type(action) for action in decision.actions if getattr(action, "again", False)}
    for action in decision.actions:
        if isinstance(action, Update):
            assert rule.direction.carries_from(action.target.other)
            assert action.fields <= written_to(action.target, pair, rule)


@given(decided())
def test_nothing_is_made_for_what_has_another_counterpart_or_none(given_pair: tuple[Pair, SyncRule]) -> None:
    pair, rule = given_pair
    (choice,) = pair.choices
    if choice.verb in {Verb.LINKED, Verb.UNLINKED} and pair.link is None:
        assert not any(isinstance(action, Create) for action in decide(pair, rule).actions)
