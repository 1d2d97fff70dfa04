"""The environment of the console, as a type, beside the product's own."""

from pydantic import BaseModel, ConfigDict, Field


class ConsoleSettings(BaseModel):
    """What the template gives to the console alone.

    `base_url` is where people open it. `discovery_url` is empty where it follows from the issuer, `user_pool_id` where the
    people are kept by somebody else's issuer.
    """

    model_config = ConfigDict(frozen=True)

    console_table_name: str = Field(alias="CONSOLE_TABLE_NAME", min_length=1)
    audit_table_name: str = Field(alias="AUDIT_TABLE_NAME", min_length=1)
    base_url: str = Field(alias="CONSOLE_BASE_URL", min_length=1)
    issuer: str = Field(alias="OIDC_ISSUER", min_length=1)
    discovery_url: str = Field(alias="OIDC_DISCOVERY_URL", default="")
    client_id: str = Field(alias="OIDC_CLIENT_ID", min_length=1)
    client_secret_id: str = Field(alias="OIDC_SECRET_ID", min_length=1)
    role_claim: str = Field(alias="OIDC_ROLE_CLAIM", default="cognito:groups")
    user_pool_id: str = Field(alias="USER_POOL_ID", default="")
    customer_dead_letters_url: str = Field(alias="CUSTOMER_DEAD_LETTERS_URL", default="")
    product_dead_letters_url: str = Field(alias="PRODUCT_DEAD_LETTERS_URL", default="")
    invoice_dead_letters_url: str = Field(alias="INVOICE_DEAD_LETTERS_URL", default="")
    payment_dead_letters_url: str = Field(alias="PAYMENT_DEAD_LETTERS_URL", default="")
    export_bucket: str = Field(alias="EXPORT_BUCKET", default="")


class ExporterSettings(BaseModel):
    """What the template gives to the exporter alone."""

    model_config = ConfigDict(frozen=True)

    audit_table_name: str = Field(alias="AUDIT_TABLE_NAME", min_length=1)
    export_bucket: str = Field(alias="EXPORT_BUCKET", min_length=1)
    base_url: str = Field(alias="CONSOLE_BASE_URL", min_length=1)
