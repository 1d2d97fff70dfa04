"""What cannot be done about people and tokens, by the field of the form that it is about."""

from enum import StrEnum

from counterfoil.domain.errors import CounterfoilError


class Fault(StrEnum):
    """Its words are the pages' business."""

    NO_EMAIL = "no_email"
    INVITED_ALREADY = "invited_already"
    NO_ROLE = "no_role"
    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    NO_LIFE = "no_life"
    YOURSELF = "yourself"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class FaultyError(CounterfoilError):
    """Nothing was done."""

    def __init__(self, field: str, fault: Fault) -> None:
        super().__init__(f"{field}: {fault}")
        self.field, self.fault = field, fault
