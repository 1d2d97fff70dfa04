"""The vendors' app credentials."""

import json
from datetime import timedelta

import pytest

from counterfoil.adapters.aws.secrets import AppCredentials, AppSecret
from counterfoil.domain.errors import InvalidValueError
from tests.contract.stores.grounds import Ground
from tests.fakes import FrozenClock

VALUES = {
    "hubspot_client_id": "id-h",
    "hubspot_client_secret": "secret-h",
    "quickbooks_client_id": "id-q",
    "quickbooks_client_secret": "secret-q",
    "quickbooks_verifier_token": "verifier-q",
}


def test_it_is_read_once_until_it_is_old(ground: Ground) -> None:
    clock, client = FrozenClock(), ground.clients("secretsmanager")
    client.create_secret(Name="app", SecretString=json.dumps(VALUES))
    secret = AppSecret(client, "app", clock=clock, max_age=timedelta(minutes=5))
    assert secret() == AppCredentials(**VALUES)
    client.put_secret_value(SecretId="app", SecretString=json.dumps(VALUES | {"hubspot_client_secret": "rotated"}))

    clock.advance(timedelta(minutes=4, seconds=59))
    assert secret().hubspot_client_secret == "secret-h"
    clock.advance(timedelta(seconds=1))
    assert secret().hubspot_client_secret == "rotated"
    assert ground.clients.calls["GetSecretValue"] == 2


def test_a_refused_one_is_read_again_but_not_more_than_once_a_minute(ground: Ground) -> None:
    clock, client = FrozenClock(), ground.clients("secretsmanager")
    client.create_secret(Name="app", SecretString=json.dumps(VALUES | {"hubspot_client_secret": "mistyped"}))
    secret = AppSecret(client, "app", clock=clock)
    assert secret().hubspot_client_secret == "mistyped"
    client.put_secret_value(SecretId="app", SecretString=json.dumps(VALUES))

    for _ in range(59):
        secret.refused()
        assert secret().hubspot_client_secret == "mistyped"
        clock.advance(timedelta(seconds=1))
    clock.advance(timedelta(seconds=1))
    assert secret().hubspot_client_secret == "secret-h"
    clock.advance(timedelta(minutes=4))
    secret()
    assert ground.clients.calls["GetSecretValue"] == 2


def test_one_that_aws_does_not_give_is_told(ground: Ground) -> None:
    with pytest.raises(InvalidValueError, match="cannot be read"):
        AppSecret(ground.clients("secretsmanager"), "app", clock=FrozenClock())()


def test_no_secret_is_shown() -> None:
    shown = repr(AppCredentials(**VALUES))

    assert "id-h" in shown
    assert not [value for name, value in VALUES.items() if "client_id" not in name and value in shown]


@pytest.mark.parametrize(
    ("text", "told"),
    [("{}", "hubspot_client_id"), ('{"hubspot_client_id": ["s3cret"]}', "hubspot_client_id"), ("s3cret", "no JSON object")],
)
def test_what_is_missing_is_named_and_nothing_is_shown(ground: Ground, text: str, told: str) -> None:
    client = ground.clients("secretsmanager")
    client.create_secret(Name="app", SecretString=text)

    with pytest.raises(InvalidValueError, match=told) as raised:
        AppSecret(client, "app", clock=FrozenClock())()

    assert "s3cret" not in str(raised.value)
    assert raised.value.__suppress_context__
