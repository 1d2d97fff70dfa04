"""Which payment settles which document by how much, and which payment sits in which deposit."""

from collections import defaultdict
from decimal import Decimal

from infra.sandbox.quickbooks.wire import ZERO

Target = tuple[str, str]  # kind and id of the document settled: ("Invoice", "145")


class Links:
    """The only memory of links; `LinkedTxn` and `Balance` of the documents are written from it."""

    def __init__(self) -> None:
        self._of_payment: dict[str, dict[Target, Decimal]] = {}
        self._of_target: dict[Target, dict[str, Decimal]] = defaultdict(dict)
        self.deposited: dict[str, str] = {}

    def of_payment(self, payment_id: str) -> dict[Target, Decimal]:
        """What one payment settles."""
        return dict(self._of_payment.get(payment_id, {}))

    def of_target(self, target: Target) -> dict[str, Decimal]:
        """The payments that settle one document, oldest first."""
        return dict(self._of_target[target])

    def applied(self, target: Target, *, but: str | None = None) -> Decimal:
        """How much of a document is settled, `but` one payment left out."""
        return sum((amount for payment, amount in self._of_target[target].items() if payment != but), ZERO)

    def replace(self, payment_id: str, settled: dict[Target, Decimal]) -> list[Target]:
        """Set what a payment settles; the documents for which that made a difference."""
        before = self._of_payment.pop(payment_id, {})
        for target in before:
            if target not in settled:
                del self._of_target[target][payment_id]
        for target, amount in settled.items():
            self._of_target[target][payment_id] = amount
        if settled:
            self._of_payment[payment_id] = dict(settled)
        touched = {**before, **settled}
        return [target for target in touched if before.get(target) != settled.get(target)]
