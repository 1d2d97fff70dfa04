"""Sends many hostile requests and tells which were not refused as they must be."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.fuzz.requests import Attacker, Hostile
from tests.fuzz.targets import Target, in_process
from tests.unit.entrypoints.gateway import APP, Gateway, logged

REFUSALS = {400, 401, 403, 404, 405, 413, 414, 431}
SHOWN = 20
SECRETS = ("secret", "token")


@dataclass(slots=True)
class Findings:
    """What a campaign saw: answers by kind of request and status, and what is not as it must be."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """Requests."""
        return self.answers.total()

    def note(self, hostile: Hostile, status: int) -> None:
        """Count an answer, and judge it."""
        self.answers[hostile.kind, status] += 1
        if not _is_right(hostile, status):
            self.violations.append(f"{hostile.kind}: {status} for {hostile.body[:200]!r} with {str(hostile.headers)[:300]}")


def _is_right(hostile: Hostile, status: int) -> bool:
    """A genuine delivery of nonsense may be acknowledged; it concerns nobody. Nothing else is believed."""
    return status in REFUSALS or (hostile.status == 0 and status == 200)


def attack_in_process(requests: int, seed: int, gateway: Gateway) -> Findings:
    """Attack the function on fakes: exactly the expected status, and a queue that stays empty."""
    errors, findings = Counter[str](), Findings()
    attacker, target = Attacker(seed, gateway), in_process(gateway, errors)
    with logged() as log:
        for _ in range(requests):
            hostile = attacker.make()
            status = target(hostile)
            findings.note(hostile, status)
            if hostile.status and status != hostile.status:
                findings.violations.append(f"{hostile.kind}: {status} instead of {hostile.status}: {hostile.body[:200]!r}")
            if taken := gateway.queue.take():
                findings.violations.append(f"{hostile.kind}: enqueued {taken}")
    findings.violations += [f"{count} times {error}" for error, count in errors.items()]
    findings.violations += [
        f"{name} is in the log" for name in APP if name.endswith(SECRETS) and APP[name] in log.getvalue()
    ]
    return findings


def attack(target: Target, requests: int, seed: int) -> Findings:
    """Attack a running stack from outside, without its secrets."""
    overheard = Gateway()
    overheard.clock.now = datetime.now(UTC)
    attacker, findings = Attacker(seed, overheard, insider=False), Findings()
    for _ in range(requests):
        hostile = attacker.make()
        findings.note(hostile, target(hostile))
    return findings
