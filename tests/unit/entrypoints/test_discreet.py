"""What nobody expected leaves a function without a word that a vendor or a customer wrote."""

import traceback
from collections.abc import Mapping
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.domain.errors import InvalidValueError
from counterfoil.observability import UnexpectedError, discreet
from tests.unit.entrypoints.gateway import logged

CONTEXT = LambdaContext()
NAMED = {"amount": "Ottoline O'Farrell"}


@discreet
def careless(event: Mapping[str, Any], _context: LambdaContext) -> dict[str, Any]:
    return {"answer": int(event["amount"])}


@discreet
def strict(_event: Mapping[str, Any], _context: LambdaContext) -> dict[str, Any]:
    raise InvalidValueError("a memo has at most 1,000 characters")


def test_what_nobody_expected_says_where_it_happened_and_no_more() -> None:
    with logged() as log, pytest.raises(UnexpectedError, match="ValueError") as caught:
        careless(NAMED, CONTEXT)
    shown = "".join(traceback.format_exception(caught.value))
    assert "Ottoline" not in shown + log.getvalue()
    assert "test_discreet.py" in log.getvalue()


def test_several_at_once_are_each_named() -> None:
    @discreet
    def both(_event: Mapping[str, Any], _context: LambdaContext) -> dict[str, Any]:
        raise ExceptionGroup("two went wrong", [KeyError("Ottoline"), TypeError("Ottoline")])

    with logged() as log, pytest.raises(UnexpectedError):
        both({}, CONTEXT)
    assert "Ottoline" not in log.getvalue()
    assert "KeyError" in log.getvalue()
    assert "TypeError" in log.getvalue()


def test_our_own_errors_speak_for_themselves() -> None:
    with logged(), pytest.raises(InvalidValueError, match="a memo has at most"):
        strict({}, CONTEXT)


def test_answers_pass() -> None:
    assert careless({"amount": "3"}, CONTEXT) == {"answer": 3}
