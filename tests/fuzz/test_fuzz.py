"""A short campaign; `poe fuzz` runs a long one."""

import pytest

from tests.fuzz.campaign import attack, attack_in_process
from tests.fuzz.requests import Hostile
from tests.fuzz.targets import over_http
from tests.unit.entrypoints.gateway import Gateway


def test_no_hostile_request_is_believed_or_breaks_anything() -> None:
    findings = attack_in_process(1000, 20261102, Gateway())
    assert not findings.violations
    assert findings.sent == 1000
    assert len({kind for kind, _ in findings.answers}) == 10


def test_the_same_seed_sends_the_same_requests() -> None:
    one, again = (attack_in_process(50, 7, Gateway()) for _ in range(2))
    assert one.answers == again.answers


def test_a_function_that_believes_everybody_is_found_out() -> None:
    gullible = Gateway()
    vars(gullible.bundle).update(is_genuine=lambda *_: True)
    violations = attack_in_process(100, 1, gullible).violations
    assert any("200 instead of 401" in violation for violation in violations)
    assert any("enqueued" in violation for violation in violations)


def test_a_function_that_breaks_is_found_out() -> None:
    fragile = Gateway()
    vars(fragile.bundle).update(is_genuine=None)
    violations = attack_in_process(10, 1, fragile).violations
    assert any("TypeError" in violation for violation in violations)


@pytest.mark.parametrize("status", [200, 500, 502])
def test_a_target_that_believes_or_breaks_is_found_out(status: int) -> None:
    def careless(_: Hostile) -> int:
        return status

    assert len(attack(careless, 20, seed=1).violations) == 20


def test_only_this_machine_is_attacked() -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        over_http("https://counterfoil.example")
