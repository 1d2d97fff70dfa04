"""Webhook delivery over real HTTP: retries as the vendors do, and misbehaves on demand."""

import contextlib
import heapq
import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any, Protocol

import httpx2

from infra.sandbox.kernel.clock import Clock


@dataclass(slots=True)
class Behaviour:
    """What goes wrong with the next deliveries; every figure counts down to nothing."""

    drop: int = 0  # deliveries lost for good
    duplicate: int = 0  # deliveries sent twice
    reorder: int = 0  # deliveries overtaken by the next one
    delay_seconds: float = 0.0  # added to every delivery
    paused: bool = False  # hold everything back until lifted

    def __post_init__(self) -> None:
        self.delay_seconds = float(self.delay_seconds)  # arrives as a Decimal from exact JSON


@dataclass(frozen=True, slots=True)
class Delivery:
    """One signed request on its way to the subscriber."""

    url: str
    body: bytes
    attempt: int = 0


class Signer(Protocol):
    """Headers, signature included, for a body sent to a URL at a moment and attempt."""

    def __call__(self, delivery: Delivery) -> Mapping[str, str]: ...


@dataclass(order=True, slots=True)
class _Due:
    at: float
    order: int
    delivery: Delivery = field(compare=False)


class WebhookSender:
    """Delivers bodies to one URL, in a thread of its own or, `pump`ed by hand, in the caller's.

    A delivery that is not answered 2xx in time is retried after each of `retry_after` seconds, then given up.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        sign: Signer,
        retry_after: Sequence[float],
        answer_within: float,
        next_attempt: Callable[[Delivery], Delivery],
        client: httpx2.Client | None = None,
        seed: int = 0,
    ) -> None:
        self.behaviour = Behaviour()
        self.log: list[dict[str, Any]] = []
        self._clock, self._sign, self._retry_after, self._next_attempt = clock, sign, retry_after, next_attempt
        self._client, self._answer_within = client, answer_within
        self._random = random.Random(seed)  # noqa: S311 - jitter, not secrecy
        self._queue: list[_Due] = []
        self._order = itertools.count()
        self._wake = Condition()
        self._thread: Thread | None = None
        self._stopping = False

    def send(self, url: str, body: bytes, *, after: float = 0.0) -> None:
        """Queue one delivery `after` seconds from now, subject to the behaviour asked for."""
        with self._wake:
            behaviour = self.behaviour
            if behaviour.drop > 0:
                behaviour.drop -= 1
                self._note(Delivery(url, body), "dropped")
                return
            copies = 1
            if behaviour.duplicate > 0:
                behaviour.duplicate -= 1
                copies = 2
            if behaviour.reorder > 0:
                behaviour.reorder -= 1
                after += 0.5
            for _ in range(copies):
                self._push(Delivery(url, body), after + behaviour.delay_seconds)
            self._wake.notify()

    def behave(self, behaviour: Behaviour) -> None:
        """Replace what goes wrong from now on."""
        with self._wake:
            self.behaviour = behaviour
            self._wake.notify()

    def pending(self) -> int:
        """Deliveries queued or awaiting a retry."""
        with self._wake:
            return len(self._queue)

    def pump(self) -> int:
        """Deliver all that is due, in the caller's thread; the number of requests made."""
        made = 0
        while (delivery := self._next_due()) is not None:
            self._attempt(delivery)
            made += 1
        return made

    def start(self) -> None:
        """Deliver from a thread of its own until `stop`."""
        self._thread = Thread(target=self._run, name="webhook-sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what was still queued is not sent."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread:
            self._thread.join(timeout=5)
        if self._client:
            self._client.close()

    def _run(self) -> None:
        while True:
            with self._wake:
                if self._stopping:
                    return
                self._wake.wait(timeout=self._sleep_for())
            self.pump()

    def _sleep_for(self) -> float:
        if not self._queue or self.behaviour.paused:
            return 1.0
        return min(1.0, max(0.0, self._queue[0].at - self._clock.now().timestamp()))

    def _next_due(self) -> Delivery | None:
        with self._wake:
            if self._stopping or self.behaviour.paused or not self._queue:
                return None
            if self._queue[0].at > self._clock.now().timestamp():
                return None
            return heapq.heappop(self._queue).delivery

    def _attempt(self, delivery: Delivery) -> None:
        status: int | str = "no answer"
        with contextlib.suppress(httpx2.TransportError):
            status = self._post(delivery).status_code
        self._note(delivery, status)
        delivered = isinstance(status, int) and 200 <= status < 300
        if not delivered and delivery.attempt < len(self._retry_after):
            wait = self._retry_after[delivery.attempt] * self._random.uniform(0.9, 1.1)
            with self._wake:
                self._push(self._next_attempt(delivery), wait)

    def _post(self, delivery: Delivery) -> httpx2.Response:
        """The client is made for the first delivery, because that reads all certificates, and most twins deliver nothing."""
        self._client = self._client or httpx2.Client(timeout=self._answer_within)
        return self._client.post(delivery.url, content=delivery.body, headers=dict(self._sign(delivery)))

    def _push(self, delivery: Delivery, after: float) -> None:
        due = self._clock.now().timestamp() + after
        heapq.heappush(self._queue, _Due(due, next(self._order), delivery))

    def _note(self, delivery: Delivery, result: int | str) -> None:
        size = len(delivery.body)
        self.log.append({"url": delivery.url, "attempt": delivery.attempt, "result": result, "bytes": size})
