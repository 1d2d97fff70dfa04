"""What a Payment of QuickBooks puts to invoices, over the twin: money, credit, too much of it, and nothing any more."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.payment import Payment, PaymentStatus
from counterfoil.domain.write import Operation
from infra.sandbox.people.bookkeeper import Row, sold
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import change, failed, written

PAYMENT = EntityKind.PAYMENT


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


def credit_memo(world: QuickBooksWorld, amount: str, number: str) -> Row:
    body = {"CustomerRef": {"value": world.customer_id}, "DocNumber": number}
    return world.make("CreditMemo", {**body, "Line": [sold(world.item_id, Decimal(amount))]})


def journal_entry(world: QuickBooksWorld, amount: str, side: str, number: str) -> Row:
    """An entry on accounts receivable, against income."""
    other = "Debit" if side == "Credit" else "Credit"
    entity = {"Type": "Customer", "EntityRef": {"value": world.customer_id}}
    lines = [_posting(world, amount, side, "Accounts Receivable", Entity=entity), _posting(world, amount, other, "Income")]
    return world.make("JournalEntry", {"DocNumber": number, "Line": lines})


def _posting(world: QuickBooksWorld, amount: str, side: str, account_type: str, **more: object) -> Row:
    account = next(row for row in world.bookkeeper.rows("Account") if row["AccountType"] == account_type)
    detail = {"PostingType": side, "AccountRef": {"value": account["Id"]}, **more}
    return {"Amount": amount, "DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": detail}


def settle(world: QuickBooksWorld, total: str, *settled: tuple[str, str, str]) -> str:
    """A payment of `total` whose lines settle documents, as (kind, id, amount); its id."""
    lines = [{"Amount": amount, "LinkedTxn": [{"TxnId": one, "TxnType": kind}]} for kind, one, amount in settled]
    body = {"CustomerRef": {"value": world.customer_id}, "TotalAmt": total, "Line": lines}
    identifier: str = world.make("Payment", body)["Id"]
    return identifier


def payments(world: QuickBooksWorld, payment_id: str) -> list[Payment]:
    return [one.record for one in world.shown(PAYMENT, payment_id) if isinstance(one.record, Payment)]


def test_15_a_payment_that_was_voided_in_the_pages_is_read_as_void(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(PAYMENT, "5"))
    world.do("void", entity="Payment", id=before.ref.id)
    [after] = world.shown(PAYMENT, before.ref.id)
    assert (after.ref, after.source) == (before.ref.whole, before.source)
    assert (after.fields["status"], after.fields["amount"]) == (PaymentStatus.VOIDED, "0")


@pytest.mark.feature("X17")
def test_11_a_credit_memo_is_no_money(world: QuickBooksWorld) -> None:
    invoice, memo = world.make_invoice("100")["Id"], credit_memo(world, "40", "CM-7")["Id"]
    [paid] = payments(world, settle(world, "0", ("CreditMemo", memo, "40"), ("Invoice", invoice, "40")))
    assert (paid.amount, paid.credits, paid.status) == (Decimal(0), "credit memo CM-7 of 40.00 USD", PaymentStatus.SUCCEEDED)


@pytest.mark.feature("X17")
def test_11_money_and_credit_in_one_payment_are_told_apart(world: QuickBooksWorld) -> None:
    invoice, memo = world.make_invoice("100")["Id"], credit_memo(world, "20", "CM-8")["Id"]
    [paid] = payments(world, settle(world, "30", ("Invoice", invoice, "50"), ("CreditMemo", memo, "20")))
    assert (paid.amount, paid.credits) == (Decimal(30), "credit memo CM-8 of 20.00 USD")


@pytest.mark.feature("X17")
def test_11_a_journal_entry_is_a_credit_or_a_debt(world: QuickBooksWorld) -> None:
    one, two = (world.make_invoice("100")["Id"] for _ in range(2))
    credit, debt = (journal_entry(world, "40", side, f"JE-{side}")["Id"] for side in ("Credit", "Debit"))
    [written_off] = payments(world, settle(world, "0", ("JournalEntry", credit, "40"), ("Invoice", one, "40")))
    assert (written_off.amount, written_off.credits) == (Decimal(0), "journal entry JE-Credit of 40.00 USD")
    [paid] = payments(world, settle(world, "100", ("JournalEntry", debt, "40"), ("Invoice", two, "60")))
    assert (paid.amount, paid.credits) == (Decimal(60), "")


@pytest.mark.feature("X17")
def test_11_credit_counts_towards_the_invoices_in_order(world: QuickBooksWorld) -> None:
    one, two = (world.make_invoice("50")["Id"] for _ in range(2))
    memo = credit_memo(world, "60", "CM-9")["Id"]
    paid = payments(world, settle(world, "40", ("Invoice", one, "50"), ("Invoice", two, "50"), ("CreditMemo", memo, "60")))
    assert [record.amount for record in paid] == [0, 40]
    assert [record.credits for record in paid] == ["credit memo CM-9 of 50.00 USD", "credit memo CM-9 of 10.00 USD"]


def test_11_another_amount_leaves_the_credit_as_it_is(world: QuickBooksWorld) -> None:
    invoice, memo = world.make_invoice("100")["Id"], credit_memo(world, "20", "CM-8")["Id"]
    payment = settle(world, "30", ("Invoice", invoice, "50"), ("CreditMemo", memo, "20"))
    [before] = world.shown(PAYMENT, payment)
    [after] = written(world, change(before, Operation.UPDATE, amount=Decimal(25)))
    assert (after.fields["amount"], after.fields["credits"]) == ("25", before.fields["credits"])
    assert (world.stored("Payment", payment)["TotalAmt"], world.stored("Invoice", invoice)["Balance"]) == (25, 55)


@pytest.mark.feature("Y1")
def test_14_what_is_too_much_stays_unapplied(world: QuickBooksWorld) -> None:
    invoice = world.make_invoice("100")["Id"]
    [made] = written(world, world.create(PAYMENT, "1", world.a_payment(Decimal(150), invoice)))
    assert (made.ref.part, made.fields["amount"], made.fields["unapplied"]) == (invoice, "100", "50")
    fields = {"amount": Decimal(160), "unapplied": Decimal(0)}
    [more] = written(world, change(made, Operation.UPDATE, **fields))
    assert (more.fields["amount"], more.fields["unapplied"]) == ("100", "60")
    [right] = written(world, change(more, Operation.UPDATE, **{**fields, "amount": Decimal(100)}))
    assert (right.fields["amount"], right.fields["unapplied"]) == ("100", "")


def test_14_a_payment_of_a_paid_invoice_is_credit_until_there_is_something_to_pay(world: QuickBooksWorld) -> None:
    invoice = world.make_invoice("100")["Id"]
    world.make_payment("100", ("100", invoice))
    [made] = written(world, world.create(PAYMENT, "1", world.a_payment(Decimal(80), invoice)))
    assert (made.ref.part, made.fields["amount"], made.fields["unapplied"]) == (invoice, "0", "80")
    [shown] = world.shown(PAYMENT, made.ref.id)
    assert (shown.ref, shown.fields["amount"], shown.fields["unapplied"]) == (made.ref.whole, "0", "80")
    [less] = written(world, change(made, Operation.UPDATE, amount=Decimal(70), unapplied=Decimal(0)))
    assert (less.ref, less.fields["amount"], less.fields["unapplied"]) == (made.ref, "0", "70")


@pytest.mark.parametrize("twice", [False, True])
def test_14_a_refused_one_names_both_figures(world: QuickBooksWorld, twice: bool) -> None:  # noqa: FBT001
    world.switches.payment_above_balance = "refuse"
    invoice = world.make_invoice("100", DocNumber="INV-7")["Id"]
    [made] = written(world, world.create(PAYMENT, "1", world.a_payment(Decimal(60), invoice)))
    too_much = world.a_payment(Decimal(150), invoice)
    write = change(made, Operation.UPDATE, amount=Decimal(150)) if twice else world.create(PAYMENT, "2", too_much)
    failure = failed(world, write)
    assert (failure.category, failure.cure) == (ErrorCategory.PAYMENT_TOO_MUCH, Cure.PERSON)
    owed = "100.00 USD" if twice else "40.00 USD"
    assert failure.text.startswith(
        f"The payment of 150.00 USD of 2 Mar 2026 is more than the {owed} that it may pay of invoice INV-7 in QuickBooks."
    )


def test_18_a_deposited_payment_is_changed_once_it_is_taken_out(world: QuickBooksWorld) -> None:
    [made] = written(world, world.create(PAYMENT, "100"))
    world.do("deposit", payment_ids=[made.ref.id])
    [deposited] = world.shown(PAYMENT, made.ref.id)
    assert failed(world, change(deposited, Operation.UPDATE, amount=Decimal(90))).category is ErrorCategory.PAYMENT_DEPOSITED
    world.do("take_out_of_deposit", payment_id=made.ref.id)
    [taken_out] = world.shown(PAYMENT, made.ref.id)
    [corrected] = written(world, change(taken_out, Operation.UPDATE, amount=Decimal(90)))
    assert corrected.fields["amount"] == "90"
