"""The step of a rule that says which fields it carries."""

from enum import StrEnum

from counterfoil.domain.rules import Direction
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.parts import Option, Value


class FieldRemark(StrEnum):
    """What is worth knowing of a mapping; others come as a sentence."""

    CUSTOM_NUMBERS_ON = "custom_numbers_on"
    CUSTOM_NUMBERS_OFF = "custom_numbers_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingLine:
    """A mapping. `note` is a sentence about it, `fault` what is wrong with it. `longest` is in characters, 0 for no limit.

    `choices` is how many options are translated; an `own` one can be edited and removed; a `constant` one gives every record
    this text. `latest` is what the record has in it that came into step last.
    """

    id: str
    hubspot: str
    quickbooks: str
    direction: Direction
    enabled: bool = True
    own: bool = False
    constant: str = ""
    quickbooks_note: str = ""
    remark: FieldRemark | None = None
    note: str = ""
    longest: int = 0
    choices: int = 0
    latest: Value | None = None
    fault: str = ""

    @property
    def goes_nowhere(self) -> bool:
        """Whether it cannot be switched on."""
        return self.direction is Direction.OFF and not self.enabled


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingForm:
    """A mapping in the making; `fault` says why it cannot be. `editing` is the id of the one that it replaces.

    `choices` has a line for each translated option: what HubSpot says = what QuickBooks says.
    """

    hubspot: str = ""
    quickbooks: str = ""
    direction: str = Direction.HUBSPOT_TO_QUICKBOOKS
    constant: str = ""
    choices: str = ""
    clears: bool = False
    informs: bool = False
    editing: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsStep:
    """The mappings: predefined ones, and people's own. `unfit` counts the records that have a value which does not fit."""

    standard: tuple[MappingLine, ...]
    own: tuple[MappingLine, ...]
    hubspot_fields: tuple[Option, ...] = ()
    quickbooks_fields: tuple[Option, ...] = ()
    adding: MappingForm | None = None
    unfit: int = 0

    @property
    def has_latest(self) -> bool:
        """Whether any record is in step, to be an example."""
        return any(one.latest for one in (*self.standard, *self.own))

    @property
    def off(self) -> int:
        """How many of the predefined ones are off."""
        return sum(1 for one in self.standard if not one.enabled and not one.goes_nowhere)
