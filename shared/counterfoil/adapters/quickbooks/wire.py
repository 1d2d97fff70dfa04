"""What all of QuickBooks' answers and deliveries are made of."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _text(value: object) -> object:
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, Field(min_length=1)]


class Wire(BaseModel):
    """Anything QuickBooks sends."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", defer_build=True, coerce_numbers_to_str=True, hide_input_in_errors=True
    )
