"""What must be true once everything is quiet, whatever happened before: each a small function telling what is not."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.parties import is_company
from counterfoil.domain.tally import moves
from infra.sandbox.people import days
from tests.simulation import further
from tests.simulation.causes import causes, explained
from tests.simulation.faces import every_mirror_is_there, mirrors_agree, no_mirror_is_booked
from tests.simulation.given import invoices_follow_their_contacts
from tests.simulation.ledgers import COUNTED, Row, left_of, source_of
from tests.simulation.stream import ids_people_read, not_told, told_twice
from tests.simulation.tied_out import the_ledgers_tie_out
from tests.simulation.view import View, told_under
from tests.simulation.world import World
from tests.simulation.write_kinds import TO_VENDORS


def violations(world: World) -> list[str]:
    """Everything that is not as it must be."""
    found = [f"defect: {defect}" for defect in world.house.defects]
    found += [f"dead letter: {message.body[:200]}" for message in world.house.sqs.dead()]
    found += [f"no scenario has this write: {kind}" for kind in sorted(world.house.written - TO_VENDORS.keys())]
    if not world.house.reporters_died:
        found += told_twice(world.house.table.stream, world.house.sns.published)
    found += ids_people_read(world.house.table.stream, world.house.sns.published)
    for party in world.parties:
        view = View(world, party)
        found += [f"{party.connection.id}: {told}" for check in CHECKS for told in check(view)]
    return found


def nothing_made_twice(view: View) -> Iterator[str]:
    """No vendor record was created twice at any time.

    But in place of one that was deleted before it was ever heard of, or that another customer took over by the rule.
    """
    booked = {
        source: [RecordRef(System.QUICKBOOKS, RecordRef.parse(source).kind, row["Id"]) for row in rows]
        for source, rows in view.ledgers.made.items()
    }
    for source, made in (*booked.items(), *view.ledgers.made_in_hubspot.items()):
        known = [str(ref) for ref in made if not (view.never_heard_of(ref) or view.was_taken_over(source, ref))]
        if len(known) > 1 and not view.was_sent_again(source):
            yield f"{known} were made for {source}"
    numbers = Counter(row["DocNumber"] for row in view.ledgers.booked_invoices if row.get("DocNumber"))
    yield from (f"number {number} is on {count} invoices" for number, count in numbers.items() if count > 1)
    names = Counter(row["Name"] for row in view.party.account.rows("Item"))
    yield from (f"item {name} exists {count} times" for name, count in names.items() if count > 1)
    ours = [row for row in view.party.account.rows("Item") if row["Id"] not in view.party.account.entered]
    skus = Counter(row["Sku"] for row in ours if row.get("Sku"))
    yield from (f"{count} items were made with the SKU {sku}" for sku, count in skus.items() if count > 1)


def every_invoice_arrived(view: View) -> Iterator[str]:
    """Every eligible invoice exists exactly once in QuickBooks."""
    for invoice, found in view.ledgers.invoices.items():
        booked = view.ledgers.counterpart(invoice)
        eligible = found["hs_invoice_status"] in {"open", "paid"}
        if not view.party.account.invoices.carries_from(System.HUBSPOT):
            eligible = False
        if eligible and booked is None and not view.told(invoice) and not view.may_be_unseen(invoice):
            outcome = view.outcomes.get(told_under(invoice))
            yield f"invoice {invoice} ({found['hs_invoice_status']}) is not in QuickBooks: {outcome}"
        if found["hs_invoice_status"] == "draft" and booked:
            yield f"draft {invoice} is in QuickBooks"


def invoices_agree(view: View) -> Iterator[str]:
    """Linked invoices agree field by field, their balances to the cent."""
    for invoice, found in view.ledgers.invoices.items():
        booked = view.ledgers.counterpart(invoice)
        if booked is None:
            continue
        differences = list(_differences(view, found, booked))
        if differences and not view.told(invoice) and not view.may_be_unseen(invoice):
            yield f"invoice {invoice} differs from QuickBooks {booked['Id']}: {', '.join(differences)}"


def _differences(view: View, found: Mapping[str, str], booked: Mapping[str, Any]) -> Iterator[str]:
    if found["hs_invoice_status"] == "voided" or booked["TotalAmt"] == 0:
        if found["hs_invoice_status"] != "voided" or booked["TotalAmt"] != 0:
            yield f"{found['hs_invoice_status']}, {booked['TotalAmt']} there"
        return
    expected = {
        "TotalAmt": Decimal(found["hs_amount_billed"]),
        "Balance": max(Decimal(0), Decimal(found["hs_balance_due"]) - view.ledgers.credit_on(booked["Id"])),
        "DocNumber": found["hs_number"] if view.party.account.own_numbers else booked.get("DocNumber"),
        "DueDate": days.read(found["hs_due_date"], view.party.account.portal.zone),
        "CustomerMemo": found["hs_comments"],
        "CustomField": found["hs_purchase_order_number"] if view.party.account.maps_orders else _order(booked),
        **{name: further.spelt(found[name]) for name in view.party.account.further},
    }
    shown = {name: booked.get(name) for name in expected} | {
        "CustomerMemo": (booked.get("CustomerMemo") or {}).get("value", ""),
        "CustomField": _order(booked),
        **further.shown(view.party.account, booked),
    }
    for name, value in expected.items():
        if shown[name] not in _allowed(view, found["id"], booked["Id"], name, value):
            yield f"{name} is {value} here, {shown[name]} there"


_PROPERTIES = {"CustomerMemo": "hs_comments", "DueDate": "hs_due_date", "CustomField": "hs_purchase_order_number"}


def _order(booked: Mapping[str, Any]) -> str:
    return next((str(one.get("StringValue", "")) for one in booked["CustomField"] if one["DefinitionId"] == "1"), "")


def _allowed(view: View, invoice: str, booked: str, name: str, value: object) -> set[object]:
    """A bookkeeper's own edit stays unless the field was edited in HubSpot as well, or HubSpot's version was sent again."""
    written = view.party.account.written
    own = written.get(("Invoice", booked, name))
    if own is None:
        return {value}
    edited = ("invoices", invoice, _PROPERTIES.get(name, name)) in written
    return {own, value} if edited or view.was_sent_again(told_under(invoice)) else {own}


def credits_are_named(view: View) -> Iterator[str]:
    """What settles an invoice without money is named on it, while nothing else is the matter with it."""
    for invoice in view.ledgers.invoices:
        booked = view.ledgers.counterpart(invoice)
        outcome = view.outcomes.get(told_under(invoice))
        credited = booked and view.ledgers.credit_on(booked["Id"]) and not view.may_be_unseen(invoice)
        in_sync = outcome is not None and outcome.status is OutcomeStatus.IN_SYNC
        if credited and in_sync and outcome and "credit memo" not in " ".join(outcome.remarks):
            yield f"invoice {invoice} says nothing of its credit: {outcome.reasons} {outcome.remarks}"


def customers_agree(view: View) -> Iterator[str]:
    """What was last edited in a contact is in its customer, unless that field was edited there, or it is its company's."""
    contacts = {one["id"]: one for one in view.party.account.all("contacts")}
    for row in view.party.account.rows("Customer"):
        contact = contacts.get(source_of(row).rpartition(":")[2])
        phone = (row.get("PrimaryPhone") or {}).get("FreeFormNumber", "")
        own = view.party.account.written.get(("Customer", row["Id"], "PrimaryPhone"))
        if contact is None or view.failing(f"hubspot:customer:{contact['id']}") or _is_taken_over(view, source_of(row), row):
            continue
        if phone not in {contact["phone"], own}:
            yield f"contact {contact['id']}: telephone is {contact['phone']} in HubSpot, {phone} in QuickBooks {row['Id']}"


def customers_are_as_the_rule_says(view: View) -> Iterator[str]:
    """Companies are customers where the rule says so, or said so once; the contacts below one are sub-customers of it."""
    stored = view.world.house.operator.connections.get(view.party.connection.id)
    ruled = {view.party.connection.customer_options, stored.customer_options, *view.party.account.customers_were}
    for source, rows in view.ledgers.made.items():
        ref = RecordRef.parse(source)
        if ref.kind is not EntityKind.CUSTOMER:
            continue
        if is_company(ref) and not any(one.of_companies for one in ruled):
            yield f"{source} was made a customer, and contacts are"
        booked = [row for row in rows if not _is_taken_over(view, source, row)]
        if is_company(ref) and any(row.get("GivenName") or row["Job"] for row in booked):
            yield f"{source} is a company, and not booked as one"
        if any(row["Job"] for row in rows) and not any(one.sub_customers for one in ruled):
            yield f"{source} is a sub-customer, and nobody wants any"


def _is_taken_over(view: View, source: str, row: Row) -> bool:
    return view.was_taken_over(source, RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, row["Id"]))


def customers_are_below_their_companies(view: View) -> Iterator[str]:
    """Whoever is a sub-customer is below its contact's company, unless that is told, or the rule was another before."""
    account = view.party.account
    stored = view.world.house.operator.connections.get(view.party.connection.id)
    if not stored.customer_options.sub_customers or account.customers_were:
        return
    rows = {row["Id"]: row for row in account.rows("Customer")}
    employers = {f"hubspot:customer:{one['id']}": one["associatedcompanyid"] for one in account.all("contacts")}
    for row in rows.values():
        contact, above = source_of(row), rows.get((row.get("ParentRef") or {}).get("value", ""))
        made_of = source_of(above).rpartition(":company-")[2] if above else ""
        wanted = employers.get(contact)
        if made_of and wanted not in {None, "", made_of} and not view.failing(contact):
            yield f"{contact} works for company {wanted}, and its customer {row['Id']} is below that of {made_of}"


def every_payment_arrived(view: View) -> Iterator[str]:
    """Every payment of a linked invoice exists exactly once on the other side, with the same amount."""
    ledgers = view.ledgers
    there = {row["Id"] for row in ledgers.booked_payments}
    for payment, found in ledgers.payments.items():
        invoice = found["invoice"]
        carried = view.party.account.invoices.carries_from(System.HUBSPOT) and ledgers.counterpart(invoice)
        if found["counterfoil_source"] or found["hs_latest_status"] not in COUNTED or not carried:
            continue
        made = [row for row in ledgers.made.get(f"hubspot:payment:{payment}", []) if row["Id"] in there]
        if [row["TotalAmt"] for row in made] != [left_of(found)] and not view.told(invoice):
            yield f"payment {payment} of {left_of(found)} on {invoice} is in QuickBooks as {made}"
    yield from _payments_back(view)


def _payments_back(view: View) -> Iterator[str]:
    ledgers = view.ledgers
    if not view.party.account.invoices.carries_from(System.HUBSPOT):
        return
    natives = {row["Id"]: invoice for invoice in ledgers.every_invoice if (row := ledgers.counterpart(invoice))}
    own = {row["Id"] for row in ledgers.booked_payments if not source_of(row)}
    amounts = {
        one["counterfoil_source"]: left_of(one) for one in ledgers.payments.values() if one["hs_latest_status"] in COUNTED
    }
    for (payment, booked), amount in ledgers.parts.items():
        if payment not in own or booked not in natives:
            continue
        source = f"quickbooks:payment:{payment}:{booked}"
        if amounts.get(source) != amount and not view.told(natives[booked]) and not view.may_be_unseen(natives[booked]):
            yield f"{source} of {amount} is in HubSpot as {amounts.get(source)}"


def outcomes_say_what_to_do(view: View) -> Iterator[str]:
    """Every failing record has a category and a remedy, and a reason in what people did."""
    for ref, outcome in view.outcomes.items():
        if outcome.status is OutcomeStatus.FAILING:
            if not (outcome.category and outcome.cause and outcome.remedy):
                yield f"{ref} fails without cause or remedy: {outcome}"
            if not explained(view.ledgers, outcome):
                did = sorted(causes(view.ledgers, outcome))
                told = f"{outcome.category} {outcome.explanation} {outcome.vendor_text}"
                yield f"{ref} fails although nobody gave it reason ({did}): {told}"


def nothing_waits(view: View) -> Iterator[str]:
    """No record waits but for what a person must do."""
    for ref, outcome in view.outcomes.items():
        if outcome.status is OutcomeStatus.WAITING and not _waits_for_a_person(view, outcome):
            tries = f"{outcome.attempts} attempts, next {outcome.retry_at}"
            yield f"{ref} still waits: {outcome.explanation} {outcome.vendor_text} ({tries})"


def people_were_told(view: View) -> Iterator[str]:
    """Of every failing record people heard at least once."""
    failing = (outcome for outcome in view.outcomes.values() if outcome.status is OutcomeStatus.FAILING)
    yield from not_told(failing, view.world.house.sns.published)


def counters_are_exact(view: View) -> Iterator[str]:
    """Counters equal a full count, in records and in money."""
    counted = dict(moves((outcome, None) for outcome in view.outcomes.values()))
    told = dict(view.world.house.operator.outcomes.tally(view.party.connection.id))
    if told != counted:
        yield f"counters say {told}, a full count {counted}"


def nobody_sees_others(view: View) -> Iterator[str]:
    """No connection has another's data."""
    number = view.world.parties.index(view.party)
    for row in view.party.account.rows("Customer"):
        if f"Name{number}x" not in row["DisplayName"]:
            yield f"customer {row['DisplayName']} belongs to somebody else"
    for invoice in view.ledgers.booked_invoices:
        made_for = source_of(invoice).rpartition(":")[2]
        if not made_for and invoice["Id"] in view.party.account.billed:
            continue
        if made_for not in view.ledgers.invoices and ("invoices", made_for) not in view.party.account.archived:
            yield f"QuickBooks invoice {invoice['Id']} comes from {source_of(invoice)!r}"


Check = Callable[[View], Iterator[str]]
CARRIED: tuple[Check, ...] = (
    every_invoice_arrived,
    invoices_agree,
    credits_are_named,
    customers_agree,
    every_payment_arrived,
    every_mirror_is_there,
    mirrors_agree,
    invoices_follow_their_contacts,
    nothing_waits,
)
"""What is true as soon as nothing is left to do."""

CHECKS: tuple[Check, ...] = (
    *CARRIED,
    nothing_made_twice,
    no_mirror_is_booked,
    customers_are_as_the_rule_says,
    customers_are_below_their_companies,
    outcomes_say_what_to_do,
    people_were_told,
    counters_are_exact,
    the_ledgers_tie_out,
    nobody_sees_others,
)


def _waits_for_a_person(view: View, outcome: SyncOutcome) -> bool:
    """Whether it is a payment whose invoice needs a person first."""
    shown = view.ledgers.invoice_of(outcome.ref)
    under = view.ledgers.told_under(shown) if shown else f"quickbooks:invoice:{outcome.ref.part}"
    return outcome.kind is EntityKind.PAYMENT and view.failing(under)
