"""What a test or a demo can do beside calling the API: `POST /_twin/actions/<action>` with a JSON object.

subscribe {url, subscriptions?}                 where webhooks go, and optionally which
webhooks {drop?, duplicate?, reorder?, delay_seconds?, paused?}   how deliveries misbehave from now on
deliveries {}                                   the delivery log and how many are pending
pump {}                                         deliver what is due now, in the caller's request
record_hubspot_payment {invoice_id, amount?, method?, fee?, platform_fee?}   a buyer pays through HubSpot payments
refund_hubspot_payment {payment_id, amount?}    HubSpot gives money of such a payment back, all of it unless told otherwise
edit {object_type, id, properties}              a person changes a record in HubSpot's own pages
void {id}                                       a person voids an open invoice, whatever the API allows
archive {object_type, id}                       a person deletes a record
create_portal {name?, currency?, time_zone?, seeded?}   another account; answers its credentials
set_time_zone {time_zone}                       a person moves the account to another zone
set_up_payment_processing {}                    a person sets up HubSpot payments or Stripe
private_app_token {scopes?}                     a static token
set_scopes {scopes}                             narrow or widen what the app was granted
expire_tokens {}                                every access token of the portal has expired
install {}                                      a person allows the app in anew; answers its credentials
revoke_grant {}                                 the app is uninstalled from the portal
restore_defaults {}                             switches, faults and webhook behaviour as at the start

Every action about one account takes `portal_id`; left out, it is the first.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from infra.sandbox.hubspot import crm, instants, invoices
from infra.sandbox.hubspot.association_types import default_type
from infra.sandbox.hubspot.backend import Backend
from infra.sandbox.hubspot.errors import HubSpotError
from infra.sandbox.hubspot.object_types import CONTACT, INVOICE, PAYMENT, ObjectType, object_type
from infra.sandbox.hubspot.payments import PROCESSED_BY_HUBSPOT
from infra.sandbox.hubspot.portal import TIME_ZONE, Account, Portal
from infra.sandbox.hubspot.presentation import show, show_written
from infra.sandbox.hubspot.records import Actor, Record
from infra.sandbox.hubspot.rules import after_change
from infra.sandbox.hubspot.seed import PERSON, fill
from infra.sandbox.hubspot.subscriptions import read_subscriptions
from infra.sandbox.hubspot.switches import Switches
from infra.sandbox.hubspot.totals import decimal_of
from infra.sandbox.hubspot.webhooks import Webhooks
from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.control import ControlError
from infra.sandbox.kernel.delivery import Behaviour

FIRST_PORTAL_ID = 62_515_001
Arguments = Mapping[str, Any]
PROCESSING = Actor("PAYMENTS", None, "HubSpot payments")


class Actions:
    """The actions of one twin."""

    def __init__(self, kernel: Kernel, backend: Backend, webhooks: Webhooks) -> None:
        self._kernel, self._backend, self._webhooks = kernel, backend, webhooks

    def run(self, action: str, arguments: Arguments) -> Any:
        """Do it. Raises ControlError for an unknown action or arguments that do not fit."""
        known: dict[str, Callable[[Arguments], Any]] = {
            "subscribe": self._subscribe,
            "webhooks": self._behave,
            "deliveries": self._deliveries,
            "pump": lambda _: {"requests": self._webhooks.pump()},
            "record_hubspot_payment": self._record_payment,
            "refund_hubspot_payment": self._refund_payment,
            "edit": self._edit,
            "void": self._void,
            "archive": self._archive,
            "create_portal": self._create_portal,
            "set_time_zone": self._set_time_zone,
            "set_up_payment_processing": self._set_up_payment_processing,
            "private_app_token": self._private_app_token,
            "set_scopes": self._set_scopes,
            "expire_tokens": self._expire_tokens,
            "install": lambda given: self.credentials(self._portal(given)),
            "revoke_grant": self._revoke_grant,
            "restore_defaults": self._restore_defaults,
        }
        if action not in known:
            raise ControlError(f"unknown action: {action}; known: {', '.join(known)}")
        try:
            return known[action](arguments)
        except HubSpotError as error:
            raise ControlError(error.message) from error
        except (KeyError, TypeError, ValueError) as error:
            raise ControlError(f"{action}: {error!r}") from error

    def open_portal(
        self, *, seeded: bool, name: str = "Greenfield Landscaping", currency: str = "USD", time_zone: str = TIME_ZONE
    ) -> Portal:
        """Another account that has installed the app."""
        portal_id = FIRST_PORTAL_ID + len(self._backend.portals)
        portal = self._backend.open_portal(Account(portal_id, name, currency, time_zone=_zone(time_zone)))
        if seeded:
            fill(portal)
        return portal

    def credentials(self, portal: Portal) -> dict[str, Any]:
        """What an app needs to call the portal: a fresh grant and its first access token."""
        oauth = self._backend.oauth
        grant = oauth.grant(portal.id, PERSON.user_id or 0)
        return {
            "portal_id": portal.id,
            "access_token": oauth.access_token(grant).token,
            "refresh_token": grant.refresh_token,
            "client_id": oauth.client_id,
            "client_secret": oauth.client_secret,
        }

    def _portal(self, arguments: Arguments) -> Portal:
        portals = self._backend.portals
        return portals[int(arguments.get("portal_id", min(portals)))]

    def _record(self, portal: Portal, kind: ObjectType, record_id: object) -> Record:
        record = portal.find(kind, str(record_id))
        if record is None:
            raise ControlError(f"no {kind.name} {record_id} in portal {portal.id}")
        return record

    def _subscribe(self, arguments: Arguments) -> Any:
        if "subscriptions" in arguments:
            self._webhooks.subscriptions = read_subscriptions(arguments["subscriptions"])
        self._webhooks.target_url = str(arguments["url"])
        return {"url": self._webhooks.target_url, "subscriptions": len(self._webhooks.subscriptions)}

    def _behave(self, arguments: Arguments) -> Any:
        values = {**arguments, "delay_seconds": float(arguments.get("delay_seconds", 0))}
        self._webhooks.sender.behave(Behaviour(**values))
        return dataclasses.asdict(self._webhooks.sender.behaviour)

    def _deliveries(self, _arguments: Arguments) -> Any:
        return {"log": list(self._webhooks.sender.log), "pending": self._webhooks.pending()}

    def _record_payment(self, arguments: Arguments) -> Any:
        portal = self._portal(arguments)
        invoice = self._record(portal, INVOICE, arguments["invoice_id"])
        if invoice.get("hs_invoice_status") != "open" or not invoice.get("hs_invoice_link"):
            raise ControlError("only an open, billable invoice can be paid through HubSpot")
        amount = str(arguments.get("amount") or invoice.get("hs_balance_due"))
        values = self._payment_values(portal, invoice, amount, str(arguments.get("method", "card")))
        if decimal_of(amount) <= 0 or decimal_of(amount) > decimal_of(invoice.get("hs_balance_due")):
            raise ControlError(f"{amount} is not within the balance due of {invoice.get('hs_balance_due')}")
        with portal.journal.atomic():
            payment = crm.create(portal, PAYMENT, values, PROCESSING)
            for other in [invoice, *portal.linked(invoice, CONTACT)]:
                default = default_type(PAYMENT, other.kind)
                crm.link(portal, payment, other, [default] if default else [], PROCESSING)
            portal.put(payment, {**self._processed(invoice), **_fees(arguments)}, PROCESSING)
            after_change(portal, payment)
        return show_written(portal, payment)

    def _payment_values(self, portal: Portal, invoice: Record, amount: str, method: str) -> dict[str, str]:
        return {
            "hs_initial_amount": amount,
            "hs_initiated_date": instants.text(portal.now()),
            "hs_latest_status": "succeeded",
            "hs_currency_code": invoice.get("hs_currency"),
            "hs_customer_email": invoice.get("hs_invoice_latest_contact_email"),
            "hs_payment_method_type": method,
            "hs_processor_type": "hs_payments",
        }

    def _processed(self, invoice: Record) -> dict[str, str]:
        return {
            "hs_payment_source_app": "INVOICE",
            "hs_payment_source_id": invoice.id,
            "hs_payment_source_name": invoice.get("hs_number"),
            "hs_payment_source_url": invoice.get("hs_invoice_link"),
            "hs_payment_creation_method": "AUTOMATIC",
            "hs_hubspot_payments_enabled": "true",
        }

    def _refund_payment(self, arguments: Arguments) -> Any:
        portal = self._portal(arguments)
        payment = self._record(portal, PAYMENT, arguments["payment_id"])
        amount = str(arguments.get("amount") or payment.get("hs_initial_amount"))
        if not payment.get(PROCESSED_BY_HUBSPOT) or payment.get("hs_latest_status") != "succeeded":
            raise ControlError("only a payment that HubSpot processed, and that succeeded, can be refunded through HubSpot")
        if not 0 < decimal_of(amount) <= decimal_of(payment.get("hs_initial_amount")):
            raise ControlError(f"{amount} is not within the {payment.get('hs_initial_amount')} that were paid")
        whole = decimal_of(amount) == decimal_of(payment.get("hs_initial_amount"))
        status = "refunded" if whole else "partially_refunded"
        with portal.journal.atomic():
            portal.put(payment, {"hs_latest_status": status, "hs_refunds_amount": amount}, PROCESSING)
            after_change(portal, payment)
        return show_written(portal, payment)

    def _edit(self, arguments: Arguments) -> Any:
        portal = self._portal(arguments)
        record = self._record(portal, object_type(str(arguments["object_type"])), arguments["id"])
        crm.update(portal, record, arguments["properties"], PERSON)
        return show(portal, record)

    def _void(self, arguments: Arguments) -> Any:
        """A person may void an open invoice, whatever the API allows: https://knowledge.hubspot.com/invoices/manage-invoices"""
        portal = self._portal(arguments)
        record = self._record(portal, INVOICE, arguments["id"])
        invoices.check_voidable(portal, record)
        with portal.journal.atomic():
            portal.put(record, {"hs_invoice_status": "voided"}, PERSON)
            after_change(portal, record)
        return show(portal, record)

    def _archive(self, arguments: Arguments) -> Any:
        portal = self._portal(arguments)
        record = self._record(portal, object_type(str(arguments["object_type"])), arguments["id"])
        crm.archive(portal, record, PERSON)
        return {"archived": record.id}

    def _create_portal(self, arguments: Arguments) -> Any:
        portal = self.open_portal(
            name=str(arguments.get("name", "Another company")),
            currency=str(arguments.get("currency", "USD")),
            time_zone=str(arguments.get("time_zone", TIME_ZONE)),
            seeded=bool(arguments.get("seeded", True)),
        )
        return self.credentials(portal)

    def _set_up_payment_processing(self, arguments: Arguments) -> Any:
        account = self._portal(arguments).account
        account.payment_processor = True
        return {"payment_processor": account.payment_processor}

    def _set_time_zone(self, arguments: Arguments) -> Any:
        account = self._portal(arguments).account
        account.time_zone = _zone(str(arguments["time_zone"]))
        return {"time_zone": account.time_zone}

    def _private_app_token(self, arguments: Arguments) -> Any:
        oauth, portal = self._backend.oauth, self._portal(arguments)
        scopes = {"scopes": arguments["scopes"]} if "scopes" in arguments else {}
        return {"access_token": oauth.private_token(portal.id, PERSON.user_id or 0, **scopes).token}

    def _set_scopes(self, arguments: Arguments) -> Any:
        portal, scopes = self._portal(arguments), tuple(map(str, arguments["scopes"]))
        for grant in self._backend.oauth.of_portal(portal.id):
            grant.scopes = scopes
        return {"scopes": list(scopes)}

    def _expire_tokens(self, arguments: Arguments) -> Any:
        portal, now = self._portal(arguments), self._backend.clock.now()
        expiring = [
            token
            for token in self._backend.oauth.access_tokens.values()
            if token.grant.portal_id == portal.id and token.expires_at
        ]
        for token in expiring:
            token.expires_at = now
        return {"expired": len(expiring)}

    def _revoke_grant(self, arguments: Arguments) -> Any:
        grants = self._backend.oauth.of_portal(self._portal(arguments).id)
        for grant in grants:
            self._backend.oauth.revoke(grant)
        return {"revoked": len(grants)}

    def _restore_defaults(self, _arguments: Arguments) -> Any:
        for name, value in dataclasses.asdict(Switches()).items():
            setattr(self._backend.switches, name, value)
        self._kernel.faults.clear()
        self._webhooks.sender.behave(Behaviour())
        return {"restored": True}


def _zone(name: str) -> str:
    """A time zone's name. Raises KeyError or ValueError for one that does not exist."""
    return ZoneInfo(name).key


def _fees(arguments: Arguments) -> dict[str, str]:
    """What is kept back of a payment that HubSpot processes."""
    named = {"hs_fees_amount": "fee", "hs_platform_fee": "platform_fee"}
    return {name: str(arguments[given]) for name, given in named.items() if given in arguments}
