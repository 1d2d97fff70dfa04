"""One company: its objects, its preferences, and who is acting on it."""

import contextlib
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from infra.sandbox.kernel.clock import Clock
from infra.sandbox.quickbooks.links import Links
from infra.sandbox.quickbooks.records import Change, Records
from infra.sandbox.quickbooks.switches import Switches
from infra.sandbox.quickbooks.wire import Document, company_date

Announce = Callable[["Company", Change], None]
CompanyWatch = Callable[["Company", str, Document | None, Document | None], None]


class Company:
    """A realm, isolated from every other one."""

    def __init__(
        self, realm_id: str, country: str, *, clock: Clock, switches: Switches, announce: Announce, watch: CompanyWatch
    ) -> None:
        self.realm_id, self.country = realm_id, country
        self.clock, self.switches = clock, switches
        self.records = Records(self.now, self._announce, partial(watch, self))
        self.links = Links()
        self.replays: dict[str, tuple[bytes, int, bytes]] = {}
        self.subscription_ended = False
        self.random = random.Random(realm_id)  # noqa: S311 - repeatable order, not secrecy
        self.last_number = 1000
        self.definitions: dict[str, Document] = {}
        self.shows_all = False
        self._tell = announce
        self._by_person = False
        self._quiet = True
        self._ago = timedelta()

    @property
    def preferences(self) -> Document:
        """The Preferences object as it is stored."""
        return self._single("Preferences")

    @property
    def info(self) -> Document:
        """The CompanyInfo object as it is stored."""
        return self._single("CompanyInfo")

    @property
    def today(self) -> str:
        """The date at the company."""
        return company_date(self.now())

    def now(self) -> datetime:
        """The present, or the day in the past that is being written."""
        return self.clock.now() - self._ago

    def preference(self, path: str) -> Any:
        """One preference such as `SalesFormsPrefs.CustomTxnNumbers`; None when it is not set."""
        value: Any = self.preferences
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    @property
    def home_currency(self) -> str:
        """The currency the books are kept in."""
        return str(self.preference("CurrencyPrefs.HomeCurrency.value"))

    @property
    def multicurrency(self) -> bool:
        """Whether transactions name their currency."""
        return bool(self.preference("CurrencyPrefs.MultiCurrencyEnabled"))

    @property
    def in_us(self) -> bool:
        """Whether the US sales tax model applies."""
        return self.country == "US"

    @property
    def automated_sales_tax(self) -> bool:
        """Whether QuickBooks itself finds the US sales tax."""
        return self.in_us and self.preference("TaxPrefs.PartnerTaxEnabled") is True

    def custom_fields(self) -> dict[str, str]:
        """The enabled custom fields of sales forms, name by DefinitionId."""
        members = {
            member["Name"]: member
            for wrapper in self.preference("SalesFormsPrefs.CustomField") or []
            for member in wrapper["CustomField"]
        }
        return {
            key: members[f"SalesFormsPrefs.SalesCustomName{key}"]["StringValue"]
            for key in ("1", "2", "3")
            if members.get(f"SalesFormsPrefs.UseSalesCustom{key}", {}).get("BooleanValue") is True
        }

    @contextlib.contextmanager
    def showing_all_custom_fields(self, *, asked: bool = True) -> Iterator[None]:
        """Custom fields beside the classic three are seen and written within, if `asked` for and the company has them."""
        before, self.shows_all = self.shows_all, asked and self.switches.custom_fields_api
        try:
            yield
        finally:
            self.shows_all = before

    @contextlib.contextmanager
    def in_the_past(self, ago: timedelta) -> Iterator[None]:
        """Write what happened some time ago."""
        self._ago = ago
        try:
            yield
        finally:
            self._ago = timedelta()

    def open_for_business(self) -> None:
        """The seed is complete: from now on changes are announced."""
        self._quiet = False

    @contextlib.contextmanager
    def person_acting(self) -> Iterator[None]:
        """Changes within are made in the QuickBooks pages, not by an app."""
        self._by_person = True
        try:
            yield
        finally:
            self._by_person = False

    def _single(self, entity: str) -> Document:
        return self.records.all(entity)[0]

    def _announce(self, change: Change) -> None:
        if not self._quiet and (self._by_person or self.switches.self_echo):
            self._tell(self, change)
