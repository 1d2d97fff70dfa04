"""What a connection wants, as data: one immutable rule for each kind of record, in numbered versions."""

from counterfoil.domain.rules.defaults import DEFAULT_DIRECTIONS, reaching_back
from counterfoil.domain.rules.direction import Direction
from counterfoil.domain.rules.filter import Clause, FieldType, Filter, Group, Holder, Operator
from counterfoil.domain.rules.mapping import FieldMapping, predefined_mappings
from counterfoil.domain.rules.matching import Matching
from counterfoil.domain.rules.options import CustomerOptions, InvoiceOptions, Options, ProductOptions
from counterfoil.domain.rules.rule import CreatePolicy, Further, SyncRule, further_of, new_rule
from counterfoil.domain.rules.version import RuleChange, RuleVersion, draft_among

__all__ = [
    "DEFAULT_DIRECTIONS",
    "Clause",
    "CreatePolicy",
    "CustomerOptions",
    "Direction",
    "FieldMapping",
    "FieldType",
    "Filter",
    "Further",
    "Group",
    "Holder",
    "InvoiceOptions",
    "Matching",
    "Operator",
    "Options",
    "ProductOptions",
    "RuleChange",
    "RuleVersion",
    "SyncRule",
    "draft_among",
    "further_of",
    "new_rule",
    "predefined_mappings",
    "reaching_back",
]
