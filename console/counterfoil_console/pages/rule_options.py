"""The step of a rule with everything that has no step of its own."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from counterfoil.domain.values import dataclass


class Setting(StrEnum):
    """What can be chosen besides."""

    CUSTOMER_IS = "customer_is"
    CONTACTS_ARE = "contacts_are"
    NAME_FROM_COMPANY = "name_from_company"
    SUFFIX_SECOND_PERSON = "suffix_second_person"
    CREATE = "create"
    INCOME_ACCOUNT = "income_account"
    AFTER_UNMATCH = "after_unmatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """A setting. Its `values` are those of the rule; of an account they are ids, with names in `names`."""

    setting: Setting
    values: tuple[str, ...]
    chosen: str
    recommended: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsStep:
    """Everything else."""

    choosing: tuple[Choosing, ...]
