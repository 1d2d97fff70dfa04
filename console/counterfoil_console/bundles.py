"""The product as the console has it: what pages read, and what is put together only when a request needs it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from counterfoil.bootstrap.foundations import Key
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import Clock
from counterfoil.settings import Settings
from counterfoil_console.aws.read_once import ReadOnce
from counterfoil_console.product import Product
from counterfoil_console.settings import ConsoleSettings

if TYPE_CHECKING:
    from counterfoil.bootstrap.asking import AskingBundle
    from counterfoil.bootstrap.consenting import ConsentingBundle
    from counterfoil.bootstrap.heralding import HeraldingBundle
    from counterfoil.bootstrap.operating import OperatingBundle
    from counterfoil.engine.documents import Documents
    from counterfoil.engine.ports.dead_letters import DeadLetters
    from counterfoil.engine.preview.drafts import DraftPlans
    from counterfoil.engine.rules.counting import LimitCounts
    from counterfoil.engine.rules.keeper import RuleKeeper


PATIENCE = timedelta(seconds=10)
"""So long a request may wait until a vendor may be asked: it has half a minute in all."""


class Bundles:
    """Anything may be replaced by assigning the attribute first."""

    def __init__(self, settings: ConsoleSettings, product: Settings, *, clock: Clock, client: Callable[[str], Any]) -> None:
        self.settings, self._product_settings = settings, product
        self.clock, self._client = clock, client
        self._read_once: list[ReadOnce] = []

    @cached_property
    def product(self) -> Product:
        """What the product remembers, shows of it, and lets people decide."""
        return Product(self._product_settings, clock=self.clock, client=self._for_pages)

    def forget(self) -> None:
        """Another request begins: what was read for the last one is read anew."""
        for one in self._read_once:
            one.forget()

    def _for_pages(self, service: str) -> Any:
        """What a request reads twice is read once. Whoever waits for others, as the vault does, has clients of its own."""
        if service != "dynamodb":
            return self._client(service)
        if not self._read_once:
            self._read_once.append(ReadOnce(self._client(service)))
        return self._read_once[0]

    def _read_ahead(self, own: Key, beside: Sequence[Key]) -> None:
        """An item of the console's table, and of the product's what the page will ask for."""
        self._for_pages("dynamodb")
        keys = {self.settings.console_table_name: [own], self._product_settings.table_name: beside}
        self._read_once[0].ahead(keys)

    def _asking[Asking](self, bundle: Callable[..., Asking]) -> Asking:
        """What asks vendors, and waits for its turn no longer than whoever made the request."""
        return bundle(self._product_settings, clock=self.clock, client=self._client, patience=PATIENCE)

    @cached_property
    def vendors(self) -> "ConsentingBundle":
        """Both vendors, imported here, for few requests need them: they take a third of a second."""
        from counterfoil.bootstrap.consenting import ConsentingBundle  # noqa: PLC0415 - as said

        return self._asking(ConsentingBundle)

    @cached_property
    def operating(self) -> "OperatingBundle":
        """Imported here, as the vendors are: a rule is checked against what they have."""
        from counterfoil.bootstrap.operating import OperatingBundle  # noqa: PLC0415 - as said

        bundle = self._asking(OperatingBundle)
        bundle.connections = self.product.connections
        return bundle

    @cached_property
    def rules(self) -> "RuleKeeper":
        return self.operating.rules

    @cached_property
    def limit_counts(self) -> "LimitCounts":
        return self.operating.limit_counts

    @cached_property
    def drafts(self) -> "DraftPlans":
        """Imported here, as the rules are."""
        from counterfoil.engine.preview.drafts import DraftPlans  # noqa: PLC0415 - as said

        return DraftPlans(self.rules, self.product.plans)

    @cached_property
    def heralding(self) -> "HeraldingBundle":
        """Imported here, as the vendors are: who is told, and the ways to them."""
        from counterfoil.bootstrap.heralding import HeraldingBundle  # noqa: PLC0415 - as said

        return HeraldingBundle(self._product_settings, clock=self.clock, client=self._client)

    @cached_property
    def documents(self) -> "Documents":
        """Imported here, as the vendors are."""
        from counterfoil.bootstrap.documents import DocumentsBundle  # noqa: PLC0415 - as said

        return self._asking(DocumentsBundle).documents

    @cached_property
    def accounts(self) -> "AskingBundle":
        """Imported here, as the vendors are: what is asked of both about one connection."""
        from counterfoil.bootstrap.asking import AskingBundle  # noqa: PLC0415 - as said

        return self._asking(AskingBundle)

    @cached_property
    def dead_letters(self) -> "DeadLetters":
        """Imported here, for hardly any request needs them."""
        from counterfoil.bootstrap.letters import dead_letters_of  # noqa: PLC0415 - as said

        mine, product = self.settings, self._product_settings
        urls = {
            EntityKind.CUSTOMER: (mine.customer_dead_letters_url, product.customer_queue_url),
            EntityKind.PRODUCT: (mine.product_dead_letters_url, product.product_queue_url),
            EntityKind.INVOICE: (mine.invoice_dead_letters_url, product.invoice_queue_url),
            EntityKind.PAYMENT: (mine.payment_dead_letters_url, product.payment_queue_url),
        }
        return dead_letters_of(self._client("sqs"), urls)
