"""What can be said about one kind of object."""

from collections.abc import Mapping
from dataclasses import dataclass, field

META = frozenset({"Id", "MetaData.CreateTime", "MetaData.LastUpdatedTime"})
TRANSACTION, PEOPLE = "transaction", "people"


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of object; what is not said here is refused or plain."""

    name: str
    family: str = ""  # kinds of one family share one counter of ids
    indexed: str | None = None  # the member that must be found quickly: a number or a name
    required: tuple[str, ...] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)
    enums: Mapping[str, frozenset[str]] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    filterable: frozenset[str] = META
    creatable: bool = True
    deletable: bool = False
    void_by: str = ""  # "operation" (operation=void), "include" (operation=update&include=void)
    refused_void: str = "fault"  # how an unsupported void is refused: "fault", "fault in success", "nothing"
    printable: bool = False  # has a PDF and can be e-mailed
    captured: bool = True  # seen by change data capture
    operations: frozenset[str] = frozenset()  # announced by webhooks
    segment: str = ""  # in URLs and queries, where it is not the name

    def __post_init__(self) -> None:
        object.__setattr__(self, "family", self.family or self.name)
        object.__setattr__(self, "segment", (self.segment or self.name).lower())

    @property
    def active_flag(self) -> bool:
        """Whether inactive rows are hidden from queries that do not ask for them."""
        return "Active" in self.filterable
