"""Days as a person in the portal's time zone picks and reads them.

HubSpot's dates of invoices and payments are properties of type datetime: a portal shows the day on which the moment falls in
its own time zone. https://developers.hubspot.com/docs/faq/how-should-timestamps-be-formatted-for-hubspots-apis
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def picked(day: date, zone: ZoneInfo) -> str:
    """What HubSpot stores when somebody picks this day: the moment at which it begins there."""
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    return f"{begins:%Y-%m-%dT%H:%M:%S}.000Z"


def read(moment: str, zone: ZoneInfo) -> str:
    """The day (ISO 8601) that the portal shows for a stored moment."""
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()
