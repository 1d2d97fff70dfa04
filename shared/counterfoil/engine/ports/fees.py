"""What was kept back of payments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Failure
from counterfoil.domain.fees import PaymentFees
from counterfoil.domain.identity import RecordRef


class PaymentFeesSource(Protocol):
    """The fees on the payments of one portal."""

    def between(self, start: datetime, end: datetime) -> Mapping[RecordRef, PaymentFees | Failure]:
        """The payments made from `start` up to, but not at, `end`, whether they have fees or not; however many there are.

        One that cannot be understood is a Failure. Raises VendorError.
        """
        ...


class FeesOpener(Protocol):
    """Opens the fees of a connection's portal; cheap, calls nobody."""

    def __call__(self, connection: Connection) -> PaymentFeesSource: ...
