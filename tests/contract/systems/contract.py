"""What every RecordSystem must do, whatever its vendor. A suite subclasses this and gives a `world`."""

from typing import ClassVar

from counterfoil.domain.identity import EntityKind
from tests.contract.systems.finding import FindingContract
from tests.contract.systems.owning import OwnValuesContract
from tests.contract.systems.reading import ReadingContract
from tests.contract.systems.writing import WritingContract


class RecordSystemContract(ReadingContract, WritingContract, OwnValuesContract, FindingContract):
    """The contract. `creatable` are the kinds that the system can make; `marked` those on which it leaves its marker."""

    creatable: ClassVar[tuple[EntityKind, ...]]
