"""What the console is made of, put together at first use. Anything may be replaced by assigning the attribute first."""

import json
import os
import secrets
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from counterfoil.bootstrap.foundations import Table, aws_client
from counterfoil.bootstrap.stores import now
from counterfoil.engine.ports import Clock
from counterfoil.settings import Settings, load_settings, read
from counterfoil_console.aws.answers import DynamoAnswerStore
from counterfoil_console.aws.audit import DynamoAuditTrail
from counterfoil_console.aws.consents import DynamoConsentStore
from counterfoil_console.aws.directory import CognitoDirectory
from counterfoil_console.aws.once import DynamoOneTimeStore
from counterfoil_console.aws.people import DynamoPersonStore
from counterfoil_console.aws.preferences import DynamoPreferenceStore
from counterfoil_console.aws.sessions import DynamoSessionStore
from counterfoil_console.aws.tokens import DynamoTokenStore
from counterfoil_console.bundles import Bundles
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
    PreferenceStore,
    SessionStore,
    TokenStore,
)
from counterfoil_console.settings import ConsoleSettings
from counterfoil_console.sign_in.flow import SignIn
from counterfoil_console.sign_in.roles import RoleClaim
from counterfoil_console.sign_in.sessions import Sessions

if TYPE_CHECKING:
    from counterfoil_console.connecting.consenting import Consenting
    from counterfoil_console.exporting.exports import Exports
    from counterfoil_console.people.people import People
    from counterfoil_console.people.tokens import Tokens

ANSWER_WITHIN = 10.0
"""Seconds, per call of the issuer: a person waits."""


def by_chance() -> str:
    """32 random bytes."""
    return secrets.token_urlsafe(32)


class Console(Bundles):
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
        super().__init__(settings, product, clock=clock, client=client)
        self._chance = chance

    @classmethod
    def deployed(cls) -> Self:
        """Put together for what the function's environment describes."""
        return cls(read(ConsoleSettings, os.environ), load_settings(os.environ))

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
    def maps_every_custom_field(self) -> bool:
        """Whether QuickBooks' custom fields beside the classic three may be mapped."""
        return bool(self._product_settings.quickbooks_custom_fields)

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
        return Sessions(
            store=self.session_store,
            people=self.person_store,
            preferences=self.preference_store,
            clock=self.clock,
            chance=self._chance,
        )

    @cached_property
    def session_store(self) -> SessionStore:
        """Read with what pages ask for besides, and as often as that: once a request."""
        table = Table(self._for_pages("dynamodb"), self.settings.console_table_name)
        return DynamoSessionStore(table, self._read_ahead)

    @cached_property
    def person_store(self) -> PersonStore:
        return DynamoPersonStore(self._table)

    @cached_property
    def preference_store(self) -> PreferenceStore:
        return DynamoPreferenceStore(self._table)

    @cached_property
    def token_store(self) -> TokenStore:
        return DynamoTokenStore(self._table)

    @cached_property
    def tokens(self) -> "Tokens":
        """Imported here: programs come with one, and no page."""
        from counterfoil_console.people.tokens import Tokens  # noqa: PLC0415 - as said

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
    def people(self) -> "People":
        """Imported here, for one page has them."""
        from counterfoil_console.people.people import People  # noqa: PLC0415 - as said

        return People(
            directory=self.directory,
            store=self.person_store,
            sessions=self.session_store,
            preferences=self.preference_store,
            tokens=self.tokens,
            trail=self.trail,
            clock=self.clock,
        )

    @cached_property
    def issuer(self) -> Issuer:
        """Imported here, for few requests need it: an HTTP client and cryptography take a third of a second."""
        import httpx2  # noqa: PLC0415 - as said

        from counterfoil_console.oidc.issuer import OidcIssuer  # noqa: PLC0415 - as said

        return OidcIssuer(
            http=httpx2.Client(timeout=ANSWER_WITHIN),
            issuer=self.settings.issuer,
            discovery_url=self.settings.discovery_url,
            client_id=self.settings.client_id,
            client_secret=self._client_secret,
            clock=self.clock,
        )

    @cached_property
    def exports(self) -> "Exports":
        """Imported here, for hardly any request needs them."""
        from counterfoil_console.aws.exports import DynamoExportStore, S3ExportFiles, SqsExportQueue  # noqa: PLC0415 - as said
        from counterfoil_console.exporting.exports import Exports  # noqa: PLC0415 - as said

        return Exports(
            store=DynamoExportStore(Table(self._client("dynamodb"), self._product_settings.table_name)),
            queue=SqsExportQueue(self._client("sqs"), self._product_settings.export_queue_url),
            files=S3ExportFiles(self._client("s3"), self.settings.export_bucket),
            clock=self.clock,
        )

    @cached_property
    def consents(self) -> ConsentStore:
        return DynamoConsentStore(self._table)

    @cached_property
    def consenting(self) -> "Consenting":
        """Imported here, as the vendors are."""
        from counterfoil_console.connecting.consenting import Consenting  # noqa: PLC0415 - as said

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
