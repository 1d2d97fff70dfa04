"""Every text for people, rendered with ordinary and with hostile values."""

import re
from string import Formatter

import pytest

from counterfoil.domain.checks.check import Check
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.texts import checks
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.checks import CHECKS
from counterfoil.domain.texts.sentence import LONGEST_VALUE, MOST_LISTED, Phrase, Sentence, Value, capital, safe
from tests.unit.domain.texts.collected import calls, mentioned, phrases

PHRASES = phrases()
ORDINARY: dict[str, Value] = {
    **dict.fromkeys(("name", "merged", "kept", "lost", "one", "other", "payment"), "the customer Åkerblom & Daughters"),
    "company": "Åkerblom & Daughters",
    **{name: ["invoice INV-1042", "invoice INV-1043"] for name in ("names", "fields")},
    **dict.fromkeys(
        (
            "amount",
            "owed",
            "total",
            "now",
            "before",
            "after",
            "hubspot",
            "quickbooks",
            "lines",
            "rest",
            "paid",
            "room",
            "refunded",
        ),
        "1,250.00 USD",
    ),
    **dict.fromkeys(("system", "target", "winner"), "QuickBooks"),
    **dict.fromkeys(("count", "length", "longest", "vanished", "known"), 21),
    **dict.fromkeys(("reason", "ending", "differing", "explanation", "step"), "The books are closed until 31 Oct 2026."),
    "source": "HubSpot",
    **dict.fromkeys(("fewest", "most"), 2),
    "key": "email",
    "plan": "20261128-101500-000000",
    "all": "off, both",
    "whose": "the company's",
    "relation": "is one of",
    "values": ["US", "CA"],
    "days": "30",
    "found": "DE",
    "type": "a number",
    "value": "ten",
    "earliest": "1 Jan 1970",
    "day": "3 Nov 2026",
    "closed": "31 Oct 2026",
    "sku": "PRD-PUMP",
    "status": "refunded",
    "kind": "invoice",
    "kinds": "invoices",
    "known_by": "e-mail address",
    "field": "memo",
    "what": "balance",
    "currency": "EUR",
    "wanted": "CAD",
    "email": "office@akerblom.example",
    "credits": "credit memo CM-7 of 40.00 USD",
    "invoice": "invoice INV-1042",
    "reference": "cheque 4711",
    "home": "USD",
    "number": "INV-1042",
    "country": "CA",
    "discount": "10.00 USD",
    "holder": "vendor",
    "id": "145",
    "category": "E7",
    "title": "Books closed",
    "address": "https://app.qbo.intuit.com/app/invoice?txnId=145",
    "details": "Account Period Closed; code 6210; request 1-abc",
    "connection": "Acme Ltd",
    "code": "6210",
    "who": "Ada Byron",
    "quantity": "2",
    "here": "1",
    "there": "0",
    "invoices": "1,200",
    "payments": "1,150",
    "seconds": "42",
    "text": "the customer that is being made",
}
HOSTILE = {
    "line ends": "first\nsecond\r\nthird\u2028fourth",
    "control characters": "bell\x07 and null\x00 and escape\x1b[31m",
    "braces": "{name} {0} {{}} {system.brand} %s",
    "HTML": "<script>alert(1)</script> & <b>bold</b>",
    "marks that turn the reading direction": "\u202ereversed\u202c \u200fright \u2066isolated\u2069",
    "ten thousand characters": "x" * 10_000,
    "nothing": "",
    "blanks": " \t ",
    "emoji": "Café 🌻 Ünïcode 日本",
}
_FOREIGN = (
    r"(?i:DocNumber|SyncToken|display name|guess|counterpart of|http)"
    r"|\b(?:hubspot|quickbooks):[a-z]|\bAPI\b|\bscopes?\b|\b[Vv]endor's own|\b[Tt]he vendors?\b"
)
"""What no bookkeeper says: names of fields, ids as we write them, and what is neither HubSpot nor QuickBooks by name."""
_FRAME = 400
"""Characters of the longest text without its values."""


def test_every_text_reads_well_with_ordinary_values() -> None:
    for name, phrase in PHRASES.items():
        told = phrase(**{parameter: ORDINARY[parameter] for parameter in phrase.parameters})
        assert_sound(told)
        assert re.search(r"\b(\w{2,}) \1\b", told) is None, f"{name} has a word twice in a row"
        assert ".." not in told, name
        for parameter in phrase.parameters:
            assert safe(ORDINARY[parameter]).lower() in told.lower(), name


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_text_bears_hostile_values(value: str) -> None:
    for hostile in (value, [value] * 100):
        for phrase in PHRASES.values():
            assert_it_bears(phrase, hostile, safe(hostile))


def assert_it_bears(phrase: Phrase, hostile: Value, shown: str) -> None:
    """One line of bounded length, in which the value is `shown` for each parameter and changes nothing around it."""
    told = phrase(**dict.fromkeys(phrase.parameters, hostile))
    assert told.isprintable()
    assert len(told) <= _FRAME + len(phrase.parameters) * LONGEST_VALUE * 2
    assert_sound(told.replace(shown, "value").replace(capital(shown), "value"))
    assert told.lower().count(shown.lower()) >= len(phrase.parameters)


def assert_sound(told: str) -> None:
    """One line, nothing left to fill in, no blanks where nobody would write them."""
    assert told.isprintable()
    assert not set(told) & set("{}")
    assert "  " not in told.removeprefix("  ").strip()


def test_a_sentence_ends_like_one() -> None:
    for name, phrase in PHRASES.items():
        room = name.partition(".")[0]
        if isinstance(phrase, Sentence) and room in {"reasons", "refusals"}:
            assert phrase.pattern.endswith((".", "{reason}")), name
            assert phrase.pattern[0].isupper() or phrase.pattern[0] == "{", name


def test_parameters_have_names_and_no_format_of_their_own() -> None:
    for phrase in PHRASES.values():
        for _, name, form, conversion in Formatter().parse(phrase.pattern):
            assert name is None or name.isidentifier(), phrase.pattern
            assert not form, phrase.pattern
            assert not conversion, phrase.pattern


@pytest.mark.parametrize("given", [{}, {"name": "a", "more": "b"}, {"nmae": "a"}])
def test_a_text_takes_exactly_its_parameters(given: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="other parameters"):
        Sentence("Matched with {name}.")(**given)


def test_a_sentence_begins_with_a_capital_letter_whatever_its_first_value() -> None:
    assert Sentence("{name} was deleted.")(name="invoice INV-1") == "Invoice INV-1 was deleted."


def test_an_e_mail_address_stays_as_it_is_where_a_sentence_begins() -> None:
    said = Sentence("{who} left it out.")(who="ann@example.com")
    assert said == "ann@example.com left it out."
    assert capital("ann@example.com left it out.") == said


def test_values_are_shortened_and_missing_ones_named() -> None:
    assert safe("x" * 5_000) == "x" * (LONGEST_VALUE - 1) + "…"
    assert safe(" \n") == "(empty)"
    assert safe([]) == "(empty)"
    assert safe(1234) == "1,234"
    assert safe([str(number) for number in range(100)]) == "0, 1, 2, 3, 4, 5, and 94 more"
    assert safe([str(number) for number in range(MOST_LISTED)]) == "0, 1, 2, 3, 4, 5"


def test_the_product_calls_texts_with_exactly_their_parameters() -> None:
    wrong = [
        f"{place}: {text} takes {sorted(PHRASES[text].parameters)}"
        for place, text, given in calls()
        if text in PHRASES and given != PHRASES[text].parameters
    ]
    assert wrong == []


def test_no_text_is_left_that_nobody_uses() -> None:
    assert {name.partition("[")[0] for name in PHRASES} - mentioned() == set()


@pytest.mark.parametrize("category", ErrorCategory)
def test_the_catalogue_says_what_it_is_and_what_to_do(category: ErrorCategory) -> None:
    text = ERROR_TEXTS[category]
    assert not text.title.endswith(".")
    for sentence in (text.cause, *text.steps):
        assert_sound(sentence)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
    assert text.remedy.count("\n") == len(text.steps) - 1


@pytest.mark.parametrize("check", Check)
def test_a_check_says_why_it_matters(check: Check) -> None:
    text = CHECKS[check]
    assert not text.title.endswith(".")
    assert_sound(text.why)
    assert text.why.endswith(".")


@pytest.mark.parametrize("finding", [one for one in vars(checks).values() if isinstance(one, checks.Finding)])
def test_a_finding_that_is_not_good_says_what_comes_of_it_and_what_to_do(finding: checks.Finding) -> None:
    assert bool(finding.consequence) == bool(finding.steps)
    for sentence in filter(None, (finding.sentence.pattern, finding.consequence, *finding.steps)):
        assert sentence[0].isupper() or sentence[0] == "{"
        assert sentence.endswith(".")


@pytest.mark.parametrize("text", [f"{one.title} {one.cause} {one.remedy}" for one in ERROR_TEXTS.values()])
def test_the_catalogue_speaks_a_bookkeepers_language(text: str) -> None:
    assert re.findall(_FOREIGN, text) == []


def test_whatever_is_said_of_a_record_is_said_in_a_bookkeepers_language() -> None:
    """Addresses of webhooks are for those alone who set up a chat."""
    said = {name: phrase.pattern for name, phrase in PHRASES.items() if not name.startswith("notices.")}
    assert {name: found for name, text in said.items() if (found := re.findall(_FOREIGN, text))} == {}
