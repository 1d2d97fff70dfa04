"""A short campaign against the console; `poe fuzz` runs a long one."""

import pytest

from tests.fuzz.console import Fortress, attack_console
from tests.fuzz.intruder import Intruder, Knock
from tests.unit.console.house import Answered


@pytest.fixture(autouse=True)
def namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metrics are published under it, as soon as there are a hundred."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Counterfoil")


def test_nobody_is_let_in_and_nothing_breaks() -> None:
    findings = attack_console(1500, 20261128, Fortress())
    assert not findings.violations
    assert findings.sent == 1500
    assert len({kind for kind, _ in findings.answers}) == 8


def test_the_same_seed_sends_the_same_requests() -> None:
    one, again = (attack_console(60, 7, Fortress()) for _ in range(2))
    assert one.answers == again.answers


def test_the_keys_would_open_the_door() -> None:
    fortress = Fortress()
    cookies = (f"__Host-session={fortress.keys.cookie}",)
    assert fortress.answer(Knock(kind="own", method="GET", path="/people", cookies=cookies)).status == 200
    headers = {"authorization": f"Bearer {fortress.keys.token}"}
    assert fortress.answer(Knock(kind="own", method="GET", path="/api/v1/people", headers=headers)).status == 200


def test_every_route_is_attacked() -> None:
    intruder = Intruder(1, Fortress().keys)
    paths = {intruder.make().path.partition("?")[0] for _ in range(6000)}
    assert {"/people/invite", "/api/v1/connections/62515-9130/rules/check", "/c/62515-9130/rules/invoice/off"} <= paths


@pytest.mark.parametrize(("status", "is_found"), [(200, True), (500, True), (303, True), (401, False), (404, False)])
def test_a_console_that_lets_in_or_breaks_is_found_out(status: int, is_found: bool) -> None:  # noqa: FBT001
    class Careless(Fortress):
        """Answers everybody alike."""

        def answer(self, knock: Knock) -> Answered:  # noqa: ARG002 - whoever asks
            return Answered(status, {"Location": "/people"}, "", {})

    violations = attack_console(200, 1, Careless()).violations
    assert bool(violations) is is_found
