"""Who decides something about a record."""

from counterfoil.domain.errors import ImpossibleChoiceError
from counterfoil.domain.texts import impossible
from counterfoil.domain.values import dataclass

LONGEST_WHO, LONGEST_WHY = 100, 500


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and why. Raises ImpossibleChoiceError when one of them is missing or too long."""

    who: str
    why: str

    def __post_init__(self) -> None:
        if not 0 < len(self.who.strip()) <= LONGEST_WHO:
            raise ImpossibleChoiceError(impossible.WITHOUT_AUTHOR(longest=LONGEST_WHO))
        if not 0 < len(self.why.strip()) <= LONGEST_WHY:
            raise ImpossibleChoiceError(impossible.WITHOUT_REASON(longest=LONGEST_WHY))
