"""What the console has for connecting: both vendors' consent pages, and all that connecting needs."""

from urllib.parse import urlencode

from counterfoil.adapters.tokens import Consent
from counterfoil.bootstrap.connecting import ConnectingBundle
from counterfoil.bootstrap.ending import EndingBundle
from counterfoil.domain.identity import System
from counterfoil.domain.permissions import asked
from counterfoil.engine.ports import Consents, GivenConsent


class ConsentingBundle(ConnectingBundle, EndingBundle, Consents):
    """Sends people to the vendors' consent pages, and takes what they bring back."""

    def consent_address(self, system: System, redirect_uri: str, state: str) -> str:
        app = self._credentials()
        is_hubspot = system is System.HUBSPOT
        permissions = asked(system, custom_fields=bool(self.settings.quickbooks_custom_fields))
        query = {
            "client_id": app.hubspot_client_id if is_hubspot else app.quickbooks_client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": " ".join(permission.scope for permission in permissions),
            "state": state,
        }
        page = self.settings.hubspot_consent_url if is_hubspot else self.settings.quickbooks_consent_url
        return f"{page}?{urlencode(query)}"

    def consented(self, system: System, code: str, redirect_uri: str) -> GivenConsent:
        grant = self._hubspot_grant() if system is System.HUBSPOT else self._quickbooks_grant()
        return _given(grant.exchange(code, redirect_uri))

    def static_token(self, token: str) -> GivenConsent:
        return _given(self._hubspot_grant().private_app(token))


def _given(consent: Consent) -> GivenConsent:
    return GivenConsent(consent.account_id, consent.refresh_token)
