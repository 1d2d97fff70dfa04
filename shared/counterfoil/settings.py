"""The environment of the bundle, as a type: a bad deployment fails on its first line, with the missing name."""

from collections.abc import Mapping
from dataclasses import MISSING, field, fields
from typing import Any

from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.values import dataclass

HUBSPOT_API_VERSION = "2026-09"
QUICKBOOKS_MINOR_VERSION = "75"


def variable(name: str, default: str | None = None) -> Any:
    """A setting that the environment gives under this name. Without a default it must be there, and not be empty."""
    return field(default=MISSING if default is None else default, metadata={"variable": name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the template gives to the functions. Resource names are empty where a function has no business with them."""

    table_name: str = variable("TABLE_NAME")
    customer_queue_url: str = variable("CUSTOMER_QUEUE_URL", "")
    product_queue_url: str = variable("PRODUCT_QUEUE_URL", "")
    invoice_queue_url: str = variable("INVOICE_QUEUE_URL", "")
    payment_queue_url: str = variable("PAYMENT_QUEUE_URL", "")
    poll_queue_url: str = variable("POLL_QUEUE_URL", "")
    plan_queue_url: str = variable("PLAN_QUEUE_URL", "")
    erase_queue_url: str = variable("ERASE_QUEUE_URL", "")
    export_queue_url: str = variable("EXPORT_QUEUE_URL", "")
    token_key_id: str = variable("TOKEN_KEY_ID", "")
    app_secret_id: str = variable("APP_SECRET_ID", "")
    report_topic_arn: str = variable("REPORT_TOPIC_ARN", "")
    hubspot_base_url: str = variable("HUBSPOT_BASE_URL", "https://api.hubapi.com")
    quickbooks_base_url: str = variable("QUICKBOOKS_BASE_URL", "https://quickbooks.api.intuit.com")
    quickbooks_graphql_url: str = variable("QUICKBOOKS_GRAPHQL_URL", "https://qb.api.intuit.com")
    quickbooks_custom_fields: str = variable("QUICKBOOKS_CUSTOM_FIELDS", "")
    """"enhancedAllCustomFields" where custom fields beside the classic three may be mapped; "" where not."""
    quickbooks_token_url: str = variable("QUICKBOOKS_TOKEN_URL", "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer")
    quickbooks_revoke_url: str = variable(
        "QUICKBOOKS_REVOKE_URL", "https://developer.api.intuit.com/v2/oauth2/tokens/revoke"
    )
    hubspot_consent_url: str = variable("HUBSPOT_CONSENT_URL", "https://app.hubspot.com/oauth/authorize")
    quickbooks_consent_url: str = variable("QUICKBOOKS_CONSENT_URL", "https://appcenter.intuit.com/connect/oauth2")
    console_base_url: str = variable("CONSOLE_BASE_URL", "")
    public_base_url: str = variable("PUBLIC_BASE_URL", "")


def variables_of(model: Any) -> Mapping[str, str]:
    """The variables that settings come from, by the names of the settings."""
    return {each.name: each.metadata["variable"] for each in fields(model)}


def read[Model](model: type[Model], environment: Mapping[str, str]) -> Model:
    """The settings as the environment has them. Raises InvalidValueError naming what is missing."""
    names, known = variables_of(model), fields(model)  # type: ignore[arg-type]  # every model is a dataclass
    wanted = [names[each.name] for each in known if each.default is MISSING]
    if missing := [name for name in wanted if not environment.get(name)]:
        raise InvalidValueError(f"the environment says nothing of {', '.join(missing)}")
    return model(**{name: environment[one] for name, one in names.items() if one in environment})


def load_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`. Raises InvalidValueError naming what is missing."""
    return read(Settings, environment)
