"""What fees were kept back of a month's payments."""

from datetime import MAXYEAR, datetime
from zoneinfo import ZoneInfo

from counterfoil.domain.connection import Connection
from counterfoil.domain.fees import FeeReport, fee_report
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import FeesOpener

_FIRST_YEAR = 1970


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """A month as "2026-10". Raises ValueError for any other text, and where the calendar of HubSpot or of ours ends."""
        day = datetime.strptime(text, "%Y-%m")  # noqa: DTZ007 - a month is in no time zone
        if not _FIRST_YEAR <= day.year < MAXYEAR:
            raise ValueError(f"no payment is of {text}")
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def following(self) -> "Month":
        """The month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def begins(self, zone: ZoneInfo) -> datetime:
        """Its first moment there."""
        return datetime(self.year, self.number, 1, tzinfo=zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """Reports on fees, read from HubSpot's payments; nothing is written, and nothing metered is read."""

    open_fees: FeesOpener

    def of_month(self, connection: Connection, month: Month) -> FeeReport:
        """The fees on the payments of a month, as people in the portal see its days. Raises VendorError."""
        zone = ZoneInfo(connection.portal.time_zone)
        return fee_report(self.open_fees(connection).between(month.begins(zone), month.following.begins(zone)))
