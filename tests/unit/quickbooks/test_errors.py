"""Refusals, from QuickBooks' words to what must be done."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.http import Answer
from counterfoil.adapters.quickbooks.errors import fault_failure, is_unreadable, is_unsupported, translate
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from tests.builders import quickbooks

E = ErrorCategory
DUPLICATE = (
    "Duplicate Document Number Error : You must specify a different number. This number has already been used."
    " DocNumber=1001 is assigned to TxnType=Invoice with TxnId=42"
)
DOUBLON = "Numéro de document en double : DocNumber=1001 est attribué à TxnType=Facture avec TxnId=42"


def fault(code: str, detail: str = "", message: str = "") -> dict[str, Any]:
    return {"Fault": {"Error": [{"Message": message, "Detail": detail, "code": code}], "type": "ValidationFault"}}


def meant(status: int, body: Any) -> Failure:
    failure = translate(Answer(status, body, "1-abc", {}))
    assert failure is not None
    assert failure.request_id == "1-abc"
    return failure


@pytest.mark.parametrize(
    ("code", "category", "cure"),
    [
        ("100", E.NEEDS_RECONNECT, Cure.PERSON),
        ("120", E.NEEDS_RECONNECT, Cure.PERSON),
        ("140", E.VENDOR_UNAVAILABLE, Cure.WAITING),
        ("600", E.VENDOR_UNAVAILABLE, Cure.LOOKING),
        ("610", E.RECORD_DELETED, Cure.RESOLVING),
        ("2040", E.VALUE_DOES_NOT_FIT, Cure.PERSON),
        ("2050", E.VALUE_DOES_NOT_FIT, Cure.PERSON),
        ("2210", E.VALUE_DOES_NOT_FIT, Cure.PERSON),
        ("2220", E.CURRENCY_MISMATCH, Cure.RESOLVING),
        ("2500", E.UNEXPECTED, Cure.RESOLVING),
        ("3100", E.NEEDS_RECONNECT, Cure.PERSON),
        ("3200", E.NEEDS_RECONNECT, Cure.PERSON),
        ("5010", E.READ_AGAIN, Cure.READING),
        ("6010", E.UNKNOWN_ACCOUNT, Cure.PERSON),
        ("6080", E.CUSTOMER_MISSING, Cure.PERSON),
        ("6100", E.TAX_REQUIRED, Cure.PERSON),
        ("6140", E.NUMBER_TAKEN, Cure.PERSON),
        ("6190", E.SUBSCRIPTION_LAPSED, Cure.PERSON),
        ("6200", E.BOOKS_CLOSED, Cure.PERSON),
        ("6210", E.BOOKS_CLOSED, Cure.PERSON),
        ("6240", E.DISPLAY_NAME_TAKEN, Cure.PERSON),
        ("6250", E.CUSTOMER_MISSING, Cure.PERSON),
        ("6430", E.UNKNOWN_ACCOUNT, Cure.PERSON),
        ("6270", E.NOT_IN_STOCK_YET, Cure.PERSON),
        ("6540", E.PAYMENT_DEPOSITED, Cure.PERSON),
        ("10000", E.VENDOR_UNAVAILABLE, Cure.LOOKING),
        ("99999", E.UNEXPECTED, Cure.PERSON),
        ("", E.UNEXPECTED, Cure.PERSON),
    ],
)
def test_codes_decide(code: str, category: ErrorCategory, cure: Cure) -> None:
    failure = meant(400, fault(code, "told"))
    assert (failure.category, failure.cure, failure.code, failure.vendor_text) == (category, cure, code, "told")


@pytest.mark.parametrize(
    ("detail", "category"),
    [
        ("Make sure all your transactions have a GST/HST rate before you save.", E.TAX_REQUIRED),
        ("Make sure all your transactions have a VAT rate before you save.", E.TAX_REQUIRED),
        ("Vérifiez que toutes les opérations ont un taux de taxe", E.TAX_REQUIRED),
        ("Toutes vos opérations doivent avoir un taux de TPS/TVH.", E.TAX_REQUIRED),
        ("Todas las transacciones deben tener un código de impuesto.", E.TAX_REQUIRED),
        ("Verifique que todas as transações tenham uma taxa de imposto.", E.TAX_REQUIRED),
        ("Ogni transazione deve avere un'aliquota IVA.", E.TAX_REQUIRED),
        ("Alle Vorgänge brauchen einen Mehrwertsteuersatz.", E.TAX_REQUIRED),
        ("Elke transactie heeft een btw-tarief nodig.", E.TAX_REQUIRED),
        ("所有交易都必須有稅率。", E.TAX_REQUIRED),
        ("Enter a service date for the revenue recognition item.", E.SERVICE_DATE_NEEDED),
        ("Indiquez la date de service", E.SERVICE_DATE_NEEDED),
        ("Introduzca la fecha de servicio", E.SERVICE_DATE_NEEDED),
        ("Informe a data do serviço", E.SERVICE_DATE_NEEDED),
        ("Inserisci la data del servizio", E.SERVICE_DATE_NEEDED),
        ("Geben Sie ein Leistungsdatum ein", E.SERVICE_DATE_NEEDED),
        ("Voer een servicedatum in", E.SERVICE_DATE_NEEDED),
        ("請輸入服務日期", E.SERVICE_DATE_NEEDED),
        ("The currency of a name cannot be changed.", E.CURRENCY_MISMATCH),
        ("Multicurrency is off : EUR", E.CURRENCY_MISMATCH),
        ("La devise de l'opération n'est pas celle du client.", E.CURRENCY_MISMATCH),
        ("La moneda de un nombre no se puede cambiar.", E.CURRENCY_MISMATCH),
        ("A moeda do cliente é outra.", E.CURRENCY_MISMATCH),
        ("La valuta del cliente è un'altra.", E.CURRENCY_MISMATCH),
        ("Die Währung eines Namens steht fest.", E.CURRENCY_MISMATCH),
        ("客戶的幣別不同。", E.CURRENCY_MISMATCH),
        ("You must set a transaction amount.", E.UNEXPECTED),
        ("The item was deactivated by somebody else.", E.UNEXPECTED),
        ("Try again: there is a concurrency problem.", E.UNEXPECTED),
        ("La valutazione del magazzino non è possibile.", E.UNEXPECTED),
        ("Umsatzsteuer fehlt.", E.TAX_REQUIRED),
        ("Bitte eine Steuer auswählen.", E.TAX_REQUIRED),
        ("Veuillez choisir une taxe.", E.TAX_REQUIRED),
        ("Se ha superado el límite impuesto por la suscripción.", E.UNEXPECTED),
        ("O limite imposto pela assinatura foi excedido.", E.UNEXPECTED),
        ("È stato superato il limite imposto dall'abbonamento.", E.UNEXPECTED),
        ("Bei Gewährung eines Skontos fehlt das Konto.", E.UNEXPECTED),
    ],
)
def test_business_rules_are_told_apart_by_their_text(detail: str, category: ErrorCategory) -> None:
    failure = meant(400, fault("6000", detail, "A business validation error has occurred"))
    cure = Cure.RESOLVING if category is E.CURRENCY_MISMATCH else Cure.PERSON
    assert (failure.category, failure.cure) == (category, cure)
    assert failure.vendor_text == f"A business validation error has occurred: {detail}"


@pytest.mark.parametrize("detail", [DUPLICATE, DOUBLON])
def test_the_holder_of_a_number_is_known_in_any_language(detail: str) -> None:
    assert meant(400, fault("6140", detail)).existing == quickbooks(EntityKind.INVOICE, "42")


@pytest.mark.parametrize(
    ("status", "body", "category", "cure"),
    [
        (429, None, E.VENDOR_UNAVAILABLE, Cure.WAITING),  # XML
        (429, fault("3001"), E.VENDOR_UNAVAILABLE, Cure.WAITING),
        (429, fault("7777"), E.VENDOR_UNAVAILABLE, Cure.WAITING),
        (403, fault("3001"), E.VENDOR_UNAVAILABLE, Cure.WAITING),
        (401, None, E.NEEDS_RECONNECT, Cure.PERSON),
        (401, fault("7777"), E.NEEDS_RECONNECT, Cure.PERSON),
        (403, None, E.UNEXPECTED, Cure.PERSON),
        (404, None, E.UNEXPECTED, Cure.PERSON),
        (500, None, E.VENDOR_UNAVAILABLE, Cure.LOOKING),
        (502, fault("7777"), E.VENDOR_UNAVAILABLE, Cure.LOOKING),
        (504, None, E.VENDOR_UNAVAILABLE, Cure.LOOKING),
        (200, None, E.VENDOR_UNAVAILABLE, Cure.LOOKING),
        (200, fault("10000"), E.VENDOR_UNAVAILABLE, Cure.LOOKING),
        (200, fault("6200"), E.BOOKS_CLOSED, Cure.PERSON),
    ],
)
def test_statuses_decide_where_codes_do_not(status: int, body: Any, category: ErrorCategory, cure: Cure) -> None:
    failure = meant(status, body)
    assert (failure.category, failure.cure) == (category, cure)
    assert failure.retry_after == (timedelta(seconds=60) if cure is Cure.WAITING else None)
    assert failure.vendor_text


def test_the_gateways_spelling() -> None:
    error = {
        "message": "message=AuthenticationFailed; errorCode=003200; statusCode=401",
        "detail": "Malformed",
        "code": "3200",
    }
    failure = meant(401, {"warnings": None, "fault": {"error": [error], "type": "AUTHENTICATION"}})
    assert (failure.category, failure.code) == (E.NEEDS_RECONNECT, "3200")
    assert failure.vendor_text.endswith("Malformed")


def test_success_is_no_failure() -> None:
    assert translate(Answer(200, {"Invoice": {}}, "", {})) is None


def test_what_smaller_questions_and_queries_get_around() -> None:
    assert is_unreadable(fault_failure(fault("4002")["Fault"], ""))
    assert is_unreadable(fault_failure(fault("10000", "it has been made inactive")["Fault"], ""))
    assert not is_unreadable(fault_failure(fault("10000", "An application error")["Fault"], ""))
    assert is_unsupported(fault_failure(fault("500", "older than fixed days")["Fault"], ""))
    assert not is_unsupported(meant(500, None))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Error", "error", "code", "x"]), inner),
    max_leaves=6,
)


@given(st.integers(200, 599), st.dictionaries(st.sampled_from(["Fault", "fault", "Invoice"]), JSON, max_size=2))
def test_any_answer_means_something(status: int, body: dict[str, Any]) -> None:
    translate(Answer(status, body, "", {}))


@pytest.mark.parametrize(("status", "ended"), [(400, True), (500, True), (502, False), (503, False), (504, False)])
def test_only_quickbooks_itself_knows_that_a_request_has_ended(status: int, *, ended: bool) -> None:
    assert meant(status, fault("10000", "try again")).ended is ended
    assert not meant(status, None).ended
