"""The step of a rule that says which fields it carries."""

from dataclasses import dataclass
from enum import StrEnum

from counterfoil.domain.rules import Direction
from counterfoil_console.pages.parts import Option


class FieldRemark(StrEnum):
    """What is worth knowing of a mapping; others come as a sentence."""

    KEY = "key"  # it cannot be switched off: counterparts are found by it
    HUBSPOT_DECIDES = "hubspot_decides"
    CUSTOM_NUMBERS_ON = "custom_numbers_on"
    CUSTOM_NUMBERS_OFF = "custom_numbers_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingLine:
    """A mapping. `latest` is the newest value that was carried. `too_long` counts values longer than `longest`.

    `choices` is how many options are translated; an `own` one can be removed; a `locked` one has no switch.
    """

    id: str
    hubspot: str
    quickbooks: str
    direction: Direction
    enabled: bool = True
    locked: bool = False
    own: bool = False
    quickbooks_note: str = ""
    latest: str = ""
    remark: FieldRemark | None = None
    too_long: int = 0
    longest: int = 0
    choices: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingForm:
    """A mapping in the making; `fault` says why it cannot be."""

    hubspot: str = ""
    quickbooks: str = ""
    direction: Direction = Direction.HUBSPOT_TO_QUICKBOOKS
    latest: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsStep:
    """The mappings: predefined ones of which only `standard` are shown until all are asked for, and people's own."""

    standard: tuple[MappingLine, ...]
    own: tuple[MappingLine, ...]
    standard_count: int
    hubspot_fields: tuple[Option, ...] = ()
    quickbooks_fields: tuple[Option, ...] = ()
    adding: MappingForm | None = None

    @property
    def off(self) -> int:
        """How many of the predefined ones that are shown are off."""
        return sum(1 for one in self.standard if not one.enabled)
