"""The contracts of the console's stores."""

from dataclasses import replace
from datetime import timedelta

from counterfoil_console.domain.consents import Consents, Given
from counterfoil_console.domain.person import PersonState
from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.domain.role import Role
from tests.builders import NOON
from tests.console_builders import a_person, a_session, a_token, an_entry
from tests.contract.console.conftest import Stores

MINUTE = timedelta(minutes=1)


def test_a_session_is_found_until_it_is_ended(stores: Stores) -> None:
    session = a_session()
    assert stores.sessions.find("digest") is None
    stores.sessions.keep("digest", session)
    assert stores.sessions.find("digest") == session
    stores.sessions.end("digest", session.person_id)
    assert stores.sessions.find("digest") is None


def test_a_session_that_is_seen_is_otherwise_as_it_was(stores: Stores) -> None:
    stores.sessions.keep("digest", a_session())
    stores.sessions.touch("digest", a_session(seen_at=NOON + MINUTE, role=Role.VIEWER))
    assert stores.sessions.find("digest") == a_session(seen_at=NOON + MINUTE)


def test_an_ended_session_is_not_seen_back_into_life(stores: Stores) -> None:
    stores.sessions.keep("digest", a_session())
    stores.sessions.end("digest", "dana")
    stores.sessions.touch("digest", a_session(seen_at=NOON + MINUTE))
    assert stores.sessions.find("digest") is None


def test_all_sessions_of_one_person_end_together(stores: Stores) -> None:
    for digest, person_id in (("one", "dana"), ("two", "dana"), ("three", "aisha")):
        stores.sessions.keep(digest, a_session(person_id=person_id))
    stores.sessions.end_all_of("dana")
    assert [stores.sessions.find(digest) is None for digest in ("one", "two", "three")] == [True, True, False]
    stores.sessions.end_all_of("nobody")


def test_what_a_person_chose_is_kept_in_the_session_and_for_later_ones(stores: Stores) -> None:
    chosen = Preferences(language="it", columns=("state", "why"))
    stores.sessions.choose("digest", chosen)
    assert stores.sessions.find("digest") is None
    stores.sessions.keep("digest", a_session())
    stores.sessions.choose("digest", chosen)
    assert stores.sessions.find("digest") == a_session(preferences=chosen)

    assert stores.preferences.of("dana") == Preferences()
    stores.preferences.save("dana", Preferences(columns=("customer",)))
    stores.preferences.save("dana", chosen)
    assert (stores.preferences.of("dana"), stores.preferences.of("aisha")) == (chosen, Preferences())
    stores.preferences.forget("dana")
    stores.preferences.forget("nobody")
    assert stores.preferences.of("dana") == Preferences()


def test_what_is_brought_back_is_taken_once(stores: Stores) -> None:
    stores.once.keep("digest", {"nonce": "n", "return_to": "/people"}, NOON + MINUTE)
    assert stores.once.take("other", NOON) is None
    assert stores.once.take("digest", NOON) == {"nonce": "n", "return_to": "/people"}
    assert stores.once.take("digest", NOON) is None


def test_what_is_brought_back_too_late_is_gone(stores: Stores) -> None:
    stores.once.keep("digest", {"nonce": "n"}, NOON + MINUTE)
    assert stores.once.take("digest", NOON + MINUTE) is None
    assert stores.once.take("digest", NOON) is None


def test_people_are_found_by_id_and_all_together(stores: Stores) -> None:
    dana, aisha = a_person(), a_person(id="aisha", state=PersonState.INVITED, name="")
    for person in (dana, aisha):
        stores.people.save(person)
    assert (stores.people.find("dana"), stores.people.find("nobody")) == (dana, None)
    assert sorted(stores.people.everyone(), key=lambda person: person.id) == [aisha, dana]


def test_a_person_is_seen_without_being_changed(stores: Stores) -> None:
    stores.people.save(a_person(void_before=NOON))
    stores.people.seen("dana", NOON + MINUTE)
    stores.people.seen("nobody", NOON)
    assert stores.people.everyone() == [a_person(void_before=NOON, seen_at=NOON + MINUTE)]


def test_whoever_signs_in_is_known_from_then_on(stores: Stores) -> None:
    assert stores.people.arrived(a_person(), NOON)
    assert stores.people.arrived(a_person(role=Role.VIEWER), NOON + MINUTE)
    assert stores.people.find("dana") == a_person(role=Role.VIEWER)


def test_a_sign_in_from_before_a_change_is_void(stores: Stores) -> None:
    changed = a_person(role=Role.VIEWER, void_before=NOON)
    stores.people.save(changed)
    for began_at in (NOON - MINUTE, NOON):
        assert not stores.people.arrived(a_person(), began_at)
    assert stores.people.find("dana") == changed
    assert stores.people.arrived(a_person(), NOON + timedelta(microseconds=1))


def test_tokens_are_found_by_digest_and_listed_newest_first(stores: Stores) -> None:
    older, newer = a_token(), a_token(id="two", digest="digest-of-two", made_at=NOON + MINUTE)
    for token in (older, newer):
        stores.tokens.save(token)
    assert (stores.tokens.find("digest-of-one"), stores.tokens.find("nothing")) == (older, None)
    assert stores.tokens.every() == [newer, older]
    stores.tokens.save(replace(older, ends_at=NOON))
    assert stores.tokens.find("digest-of-one") == replace(older, ends_at=NOON)
    stores.tokens.delete("digest-of-two")
    assert [token.id for token in stores.tokens.every()] == ["one"]


def test_a_token_that_is_gone_is_not_used_back_into_life(stores: Stores) -> None:
    stores.tokens.save(a_token())
    stores.tokens.used("digest-of-one", NOON + MINUTE)
    assert stores.tokens.find("digest-of-one") == a_token(used_at=NOON + MINUTE)
    stores.tokens.delete("digest-of-one")
    stores.tokens.used("digest-of-one", NOON)
    assert stores.tokens.every() == []


def test_the_trail_has_the_newest_first_by_scope_and_by_record(stores: Stores) -> None:
    first = an_entry()
    of_record = an_entry(id="b", at=NOON + MINUTE, scope="62515-9130", subject="hubspot:invoice:7")
    of_connection = an_entry(id="c", at=NOON + 2 * MINUTE, scope="62515-9130", details={})
    for entry in (first, of_record, of_connection):
        stores.audit.add(entry)
    assert stores.audit.of("console") == [first]
    assert stores.audit.of("62515-9130") == [of_connection, of_record]
    assert stores.audit.of("62515-9130", limit=1) == [of_connection]
    assert stores.audit.of("62515-9130", "hubspot:invoice:7") == [of_record]
    assert stores.audit.of("62515-9130", "hubspot:invoice:8") == []


def test_what_somebody_allowed_is_known_for_a_while(stores: Stores) -> None:
    nothing = Consents(person_id="dana")
    allowed = replace(nothing, hubspot=Given(account_id="62515", at=NOON))
    assert stores.consents.of("dana", NOON) == nothing
    stores.consents.keep(allowed, NOON + MINUTE)
    assert stores.consents.of("dana", NOON) == allowed
    assert stores.consents.of("aisha", NOON) == Consents(person_id="aisha")
    assert stores.consents.of("dana", NOON + MINUTE) == nothing
    stores.consents.keep(replace(allowed, quickbooks=Given(account_id="9130", at=NOON)), NOON + MINUTE)
    assert stores.consents.of("dana", NOON).next is None
    stores.consents.forget("dana")
    assert stores.consents.of("dana", NOON) == nothing
