"""What all of HubSpot's answers and deliveries are made of. An empty string and null both mean "not set"."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _text(value: object) -> object:
    return "" if value is None else value


def _unset(value: object) -> object:
    return None if value == "" else value


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is None:
        return moment and moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


Id = Annotated[str, Field(coerce_numbers_to_str=True, min_length=1)]
Text = Annotated[str, BeforeValidator(_text)]
Amount = Annotated[Decimal | None, BeforeValidator(_unset)]
Moment = Annotated[datetime | None, BeforeValidator(_unset), AfterValidator(_in_utc)]
MomentAlwaysSet = Annotated[datetime, AfterValidator(_in_utc)]


class Wire(BaseModel):
    """Anything HubSpot sends."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", defer_build=True, coerce_numbers_to_str=True, hide_input_in_errors=True
    )
