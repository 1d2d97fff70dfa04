"""What the console is made of, put together at first use. Anything may be replaced by assigning the attribute first."""

import json
import os
import secrets
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from counterfoil.bootstrap.browsing import BrowsingBundle
from counterfoil.bootstrap.deciding import DecidingBundle
from counterfoil.bootstrap.foundations import Table, aws_client
from counterfoil.bootstrap.stores import now
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import Clock
from counterfoil.settings import Settings, load_settings
from counterfoil_console.aws.answers import DynamoAnswerStore
from counterfoil_console.aws.audit import DynamoAuditTrail
from counterfoil_console.aws.consents import DynamoConsentStore
from counterfoil_console.aws.directory import CognitoDirectory
from counterfoil_console.aws.once import DynamoOneTimeStore
from counterfoil_console.aws.people import DynamoPersonStore
from counterfoil_console.aws.read_once import ReadOnce
from counterfoil_console.aws.sessions import DynamoSessionStore
from counterfoil_console.aws.tokens import DynamoTokenStore
from counterfoil_console.connecting.consenting import Consenting
from counterfoil_console.people.people import People
from counterfoil_console.people.tokens import Tokens
from counterfoil_console.people.trail import Trail
from counterfoil_console.ports import (
    AnswerStore,
    AuditTrail,
    Chance,
    ConsentStore,
    Directory,
    Issuer,
    OneTimeStore,
    PersonStore,
    SessionStore,
    TokenStore,
)
from counterfoil_console.settings import ConsoleSettings
from counterfoil_console.sign_in.flow import SignIn
from counterfoil_console.sign_in.roles import RoleClaim
from counterfoil_console.sign_in.sessions import Sessions

if TYPE_CHECKING:
    from counterfoil.bootstrap.asking import AskingBundle
    from counterfoil.bootstrap.consenting import ConsentingBundle
    from counterfoil.bootstrap.heralding import HeraldingBundle
    from counterfoil.engine.documents import Documents
    from counterfoil.engine.ports.dead_letters import DeadLetters
    from counterfoil.engine.rules.keeper import RuleKeeper

ANSWER_WITHIN = 10.0
"""Seconds, per call of the issuer: a person waits."""


class Product(BrowsingBundle, DecidingBundle):
    """The product, as far as it calls no vendor."""


def by_chance() -> str:
    """32 random bytes."""
    return secrets.token_urlsafe(32)


class Console:
    """The console, for `settings`, beside the product with settings of its own."""

    def __init__(
        self,
        settings: ConsoleSettings,
        product: Settings,
        *,
        clock: Clock = now,
        client: Callable[[str], Any] = aws_client,
        chance: Chance = by_chance,
    ) -> None:
        self.settings, self._product_settings = settings, product
        self.clock, self._client, self._chance = clock, client, chance
        self._read_once: list[ReadOnce] = []

    @classmethod
    def deployed(cls) -> Self:
        """Put together for what the function's environment describes."""
        return cls(ConsoleSettings.model_validate(dict(os.environ)), load_settings(os.environ))

    @property
    def base_url(self) -> str:
        """Where people open it, without a slash at the end."""
        return self.settings.base_url.rstrip("/")

    @property
    def origin(self) -> str:
        """Scheme, host and port of that."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def consent_pages(self) -> tuple[str, str]:
        """Where both vendors ask people."""
        return self._product_settings.hubspot_consent_url, self._product_settings.quickbooks_consent_url

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
        self._read_once.append(ReadOnce(self._client(service)))
        return self._read_once[-1]

    @cached_property
    def _table(self) -> Table:
        return Table(self._client("dynamodb"), self.settings.console_table_name)

    @cached_property
    def audit(self) -> AuditTrail:
        return DynamoAuditTrail(Table(self._client("dynamodb"), self.settings.audit_table_name))

    @cached_property
    def trail(self) -> Trail:
        return Trail(audit=self.audit, clock=self.clock, chance=self._chance)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(store=self.session_store, people=self.person_store, clock=self.clock, chance=self._chance)

    @cached_property
    def session_store(self) -> SessionStore:
        return DynamoSessionStore(self._table)

    @cached_property
    def person_store(self) -> PersonStore:
        return DynamoPersonStore(self._table)

    @cached_property
    def token_store(self) -> TokenStore:
        return DynamoTokenStore(self._table)

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens(store=self.token_store, trail=self.trail, clock=self.clock, chance=self._chance)

    @cached_property
    def answers(self) -> AnswerStore:
        return DynamoAnswerStore(self._table)

    @cached_property
    def directory(self) -> Directory | None:
        """None where another issuer keeps the people."""
        pool = self.settings.user_pool_id
        return CognitoDirectory(self._client("cognito-idp"), pool) if pool else None

    @cached_property
    def people(self) -> People:
        return People(
            directory=self.directory,
            store=self.person_store,
            sessions=self.session_store,
            tokens=self.tokens,
            trail=self.trail,
            clock=self.clock,
        )

    @cached_property
    def issuer(self) -> Issuer:
        """Imported here, for few requests need it: an HTTP client and cryptography take a third of a second."""
        import httpx  # noqa: PLC0415 - as said

        from counterfoil_console.oidc.issuer import OidcIssuer  # noqa: PLC0415 - as said

        return OidcIssuer(
            http=httpx.Client(timeout=ANSWER_WITHIN),
            issuer=self.settings.issuer,
            discovery_url=self.settings.discovery_url,
            client_id=self.settings.client_id,
            client_secret=self._client_secret,
            clock=self.clock,
        )

    @cached_property
    def vendors(self) -> "ConsentingBundle":
        """Both vendors, imported here, for few requests need them: they take a third of a second."""
        from counterfoil.bootstrap.consenting import ConsentingBundle  # noqa: PLC0415 - as said

        return ConsentingBundle(self._product_settings, clock=self.clock, client=self._client)

    @cached_property
    def rules(self) -> "RuleKeeper":
        """Imported here, as the vendors are: a rule is checked against what they have."""
        from counterfoil.bootstrap.operating import OperatingBundle  # noqa: PLC0415 - as said

        bundle = OperatingBundle(self._product_settings, clock=self.clock, client=self._client)
        bundle.connections = self.product.connections
        return bundle.rules

    @cached_property
    def heralding(self) -> "HeraldingBundle":
        """Imported here, as the vendors are: who is told, and the ways to them."""
        from counterfoil.bootstrap.heralding import HeraldingBundle  # noqa: PLC0415 - as said

        return HeraldingBundle(self._product_settings, clock=self.clock, client=self._client)

    @cached_property
    def documents(self) -> "Documents":
        """Imported here, as the vendors are."""
        from counterfoil.bootstrap.documents import DocumentsBundle  # noqa: PLC0415 - as said

        return DocumentsBundle(self._product_settings, clock=self.clock, client=self._client).documents

    @cached_property
    def accounts(self) -> "AskingBundle":
        """Imported here, as the vendors are: what is asked of both about one connection."""
        from counterfoil.bootstrap.asking import AskingBundle  # noqa: PLC0415 - as said

        return AskingBundle(self._product_settings, clock=self.clock, client=self._client)

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

    @cached_property
    def consents(self) -> ConsentStore:
        return DynamoConsentStore(self._table)

    @cached_property
    def consenting(self) -> Consenting:
        return Consenting(
            pages=self.vendors,
            keeper=self.vendors,
            connecting=self.vendors.authorizer,
            connections=self.product.connections,
            grants=self.product.grant_states,
            states=self.once,
            consents=self.consents,
            trail=self.trail,
            clock=self.clock,
            chance=self._chance,
            base_url=self.base_url,
        )

    def _client_secret(self) -> str:
        answer = self._client("secretsmanager").get_secret_value(SecretId=self.settings.client_secret_id)
        secret: str = json.loads(answer["SecretString"])["client_secret"]
        return secret

    @cached_property
    def once(self) -> OneTimeStore:
        return DynamoOneTimeStore(self._table)

    @cached_property
    def sign_in(self) -> SignIn:
        return SignIn(
            issuer=self.issuer,
            attempts=self.once,
            sessions=self.sessions,
            role_claim=RoleClaim(self.settings.role_claim),
            trail=self.trail,
            clock=self.clock,
            chance=self._chance,
            client_id=self.settings.client_id,
            base_url=self.base_url,
        )
