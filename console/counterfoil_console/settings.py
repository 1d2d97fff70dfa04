"""The environment of the console, as a type, beside the product's own."""

from counterfoil.domain.values import dataclass
from counterfoil.settings import variable


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSettings:
    """What the template gives to the console alone.

    `base_url` is where people open it. `discovery_url` is empty where it follows from the issuer, `user_pool_id` where the
    people are kept by somebody else's issuer.
    """

    console_table_name: str = variable("CONSOLE_TABLE_NAME")
    audit_table_name: str = variable("AUDIT_TABLE_NAME")
    base_url: str = variable("CONSOLE_BASE_URL")
    issuer: str = variable("OIDC_ISSUER")
    discovery_url: str = variable("OIDC_DISCOVERY_URL", "")
    client_id: str = variable("OIDC_CLIENT_ID")
    client_secret_id: str = variable("OIDC_SECRET_ID")
    role_claim: str = variable("OIDC_ROLE_CLAIM", "cognito:groups")
    user_pool_id: str = variable("USER_POOL_ID", "")
    customer_dead_letters_url: str = variable("CUSTOMER_DEAD_LETTERS_URL", "")
    product_dead_letters_url: str = variable("PRODUCT_DEAD_LETTERS_URL", "")
    invoice_dead_letters_url: str = variable("INVOICE_DEAD_LETTERS_URL", "")
    payment_dead_letters_url: str = variable("PAYMENT_DEAD_LETTERS_URL", "")
    export_bucket: str = variable("EXPORT_BUCKET", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExporterSettings:
    """What the template gives to the exporter alone."""

    audit_table_name: str = variable("AUDIT_TABLE_NAME")
    export_bucket: str = variable("EXPORT_BUCKET")
    base_url: str = variable("CONSOLE_BASE_URL")
