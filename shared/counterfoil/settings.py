"""The environment of the bundle, as a type: a bad deployment fails on its first line, with the missing name."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

HUBSPOT_API_VERSION = "2026-09"
QUICKBOOKS_MINOR_VERSION = "75"


class Settings(BaseModel):
    """What the template gives to the functions. Resource names are empty where a function has no business with them."""

    model_config = ConfigDict(frozen=True)

    table_name: str = Field(alias="TABLE_NAME", min_length=1)
    customer_queue_url: str = Field(alias="CUSTOMER_QUEUE_URL", default="")
    product_queue_url: str = Field(alias="PRODUCT_QUEUE_URL", default="")
    invoice_queue_url: str = Field(alias="INVOICE_QUEUE_URL", default="")
    payment_queue_url: str = Field(alias="PAYMENT_QUEUE_URL", default="")
    poll_queue_url: str = Field(alias="POLL_QUEUE_URL", default="")
    plan_queue_url: str = Field(alias="PLAN_QUEUE_URL", default="")
    erase_queue_url: str = Field(alias="ERASE_QUEUE_URL", default="")
    export_queue_url: str = Field(alias="EXPORT_QUEUE_URL", default="")
    token_key_id: str = Field(alias="TOKEN_KEY_ID", default="")
    app_secret_id: str = Field(alias="APP_SECRET_ID", default="")
    report_topic_arn: str = Field(alias="REPORT_TOPIC_ARN", default="")
    hubspot_base_url: str = Field(alias="HUBSPOT_BASE_URL", default="https://api.hubapi.com")
    quickbooks_base_url: str = Field(alias="QUICKBOOKS_BASE_URL", default="https://quickbooks.api.intuit.com")
    quickbooks_token_url: str = Field(
        alias="QUICKBOOKS_TOKEN_URL", default="https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"
    )
    quickbooks_revoke_url: str = Field(
        alias="QUICKBOOKS_REVOKE_URL", default="https://developer.api.intuit.com/v2/oauth2/tokens/revoke"
    )
    hubspot_consent_url: str = Field(alias="HUBSPOT_CONSENT_URL", default="https://app.hubspot.com/oauth/authorize")
    quickbooks_consent_url: str = Field(
        alias="QUICKBOOKS_CONSENT_URL", default="https://appcenter.intuit.com/connect/oauth2"
    )
    console_base_url: str = Field(alias="CONSOLE_BASE_URL", default="")
    public_base_url: str = Field(alias="PUBLIC_BASE_URL", default="")


def load_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`. Raises pydantic's ValidationError naming what is missing."""
    return Settings.model_validate(dict(environment))
