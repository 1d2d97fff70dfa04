"""The contract of ChoiceStore."""

from dataclasses import replace
from datetime import timedelta

from counterfoil.domain.choices import Choice, Choices, Verb
from counterfoil.domain.identity import RecordRef
from tests.builders import NOON
from tests.contract.stores.backends import Backend
from tests.contract.stores.values import CONNECTION, made, native


def choices(ref: RecordRef, *holding: Choice, revision: int = 0) -> Choices:
    return Choices(connection_id=CONNECTION, ref=ref, holding=holding, revision=revision)


def choice(verb: Verb = Verb.LEFT_OUT, other: RecordRef | None = None, minutes: int = 0) -> Choice:
    return Choice(verb=verb, who="Ada Byron", why="Entered twice.", at=NOON + timedelta(minutes=minutes), other=other)


def test_what_was_decided_is_found_by_its_record(backend: Backend) -> None:
    left_out = choices(native(1), choice())

    assert backend.choices.save([left_out])

    found = backend.choices.of(CONNECTION, [native(1), native(2)])
    assert found == {native(1): replace(left_out, revision=1)}
    assert backend.choices.of("another", [native(1)]) == {}


def test_a_choice_names_the_other_record_and_what_was_before_is_remembered(backend: Backend) -> None:
    linked = choice(Verb.LINKED, made(1))
    backend.choices.save([choices(native(1), linked)])
    (stored,) = backend.choices.of(CONNECTION, [native(1)]).values()

    assert backend.choices.save([stored.with_choice(choice(Verb.LINKED, made(2), minutes=1))])

    (after,) = backend.choices.of(CONNECTION, [native(1)]).values()
    assert (after.holding, after.past) == ((choice(Verb.LINKED, made(2), minutes=1),), (linked,))


def test_several_records_are_decided_about_at_once_or_not_at_all(backend: Backend) -> None:
    backend.choices.save([choices(native(2), choice())])

    assert not backend.choices.save([choices(native(1), choice()), choices(native(2), choice())])
    assert set(backend.choices.of(CONNECTION, [native(1), native(2)])) == {native(2)}

    assert backend.choices.save([choices(native(1), choice()), choices(native(2), revision=1)])
    assert set(backend.choices.of(CONNECTION, [native(1), native(2)])) == {native(1), native(2)}


def test_what_somebody_else_has_decided_meanwhile_is_not_overwritten(backend: Backend) -> None:
    backend.choices.save([choices(native(1), choice())])
    backend.choices.save([choices(native(1), choice(minutes=1), revision=1)])

    assert not backend.choices.save([choices(native(1), revision=1)])
    assert not backend.choices.save([choices(native(2), revision=1)])


def test_many_records_are_asked_for_at_once(backend: Backend) -> None:
    refs = [native(number) for number in range(backend.many)]
    for ref in refs[:3]:
        backend.choices.save([choices(ref, choice())])

    assert set(backend.choices.of(CONNECTION, refs)) == set(refs[:3])
