"""Faults as QuickBooks words them; clients decide by `code`, never by the message.

https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
"""

from typing import Any

MESSAGES = {
    "500": "Unsupported Operation",
    "600": "Duplicate Request Id",
    "610": "Object Not Found",
    "620": "Transaction cannot be linked",
    "700": "Invalid Parent",
    "800": "Cannot delete: dependencies exist",
    "1040": "Batch size exceeded",
    "2000": "Unsupported Object Name",
    "2010": "Request has invalid or unsupported property",
    "2020": "Required param missing, need to supply the required value for the API",
    "2030": "Invalid ID",
    "2040": "Invalid Characters",
    "2050": "Invalid String. The string is either too short or too long",
    "2060": "Invalid Date",
    "2080": "Invalid Number",
    "2090": "Invalid Amount",
    "2130": "Invalid Request Id Format",
    "2170": "Invalid Enumeration",
    "2210": "Invalid Email Address format",
    "2250": "A transaction must have at least one line",
    "2300": "Debits and credits are not equal",
    "2500": "Invalid Reference Id",
    "3000": "Invalid Custom Field",
    "4000": "Error parsing query",
    "4001": "Invalid query",
    "4002": "Query processing error",
    "5010": "Stale Object Error",
    "5030": "Feature Not Supported Error",
    "6000": "A business validation error has occurred while processing your request",
    "6010": "Account type or subtype must be specified",
    "6070": "Amount calculation incorrect in the request",
    "6080": "Name missing",
    "6090": "Discount amount or percentage missing",
    "6100": "Invalid Tax Code",
    "6140": "Duplicate Document Number Error",
    "6150": "Parent reference needed or not allowed",
    "6160": "CustomSalesTax cannot be used",
    "6170": "Tax details not allowed",
    "6180": "Too many levels",
    "6190": "Invalid Company Status",
    "6200": "The account period is closed",
    "6210": "Account Period Closed, Cannot Update Through Services",
    "6240": "Duplicate Name Exists Error",
    "6270": "Transaction date is prior to start date for inventory item",
    "6420": "Email address missing",
    "6430": "Invalid account type",
    "6440": "Item or account missing on line",
    "6540": "Deposited Transaction cannot be changed",
    "10000": "An application error has occurred while processing your request",
}
FRENCH = {
    "6000": "Une erreur de validation s'est produite lors du traitement de votre demande",
    "6140": "Numéro de document en double",
    "6240": "Erreur : ce nom existe déjà",
    "5010": "Erreur d'objet obsolète",
    "610": "Objet introuvable",
}
FRENCH_TYPES = {"Invoice": "Facture", "CreditMemo": "Note de crédit", "SalesReceipt": "Reçu de vente"}
BUSINESS_RULE = "Business Validation Error: "
SERVICE_DATE = "Enter a service date for the revenue recognition item."
DETAILS_ELSEWHERE = {
    SERVICE_DATE: {
        "fr": "Entrez une date de service pour l'article dont le produit est constaté d'avance.",
        "es": "Introduzca una fecha de servicio para el artículo con reconocimiento de ingresos.",
        "pt": "Insira uma data de serviço para o item com reconhecimento de receita.",
        "it": "Immetti una data di servizio per l'articolo con riconoscimento dei ricavi.",
        "de": "Geben Sie für den Artikel mit Umsatzabgrenzung ein Leistungsdatum ein.",
    },
}
"""Details of business rules in languages that companies may be in, by the English ones; the codes stay."""
SYSTEM_CODES = {"500", "10000"}


class QuickBooksError(Exception):
    """One fault: a code of the published table, the detail, and the element it is about."""

    def __init__(
        self, code: str, detail: str, element: str | None = None, *, kind: str | None = None, worded_as: str | None = None
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail, self.element = code, detail, element
        self._worded_as = worded_as or code  # the code whose message is shown
        self.kind = kind or ("SystemFault" if code in SYSTEM_CODES else "ValidationFault")

    @property
    def status(self) -> int:
        """The HTTP status it is answered with; nearly everything is 400, also what was not found."""
        return 500 if self.code == "10000" else 400

    def fault(self, language: str = "en") -> dict[str, Any]:
        """The value of `Fault` in an answer or a batch item."""
        message = MESSAGES.get(self._worded_as, "An application error has occurred")
        if language == "fr":
            message = FRENCH.get(self._worded_as, message)
        told = self.detail.removeprefix(BUSINESS_RULE)
        detail = DETAILS_ELSEWHERE.get(told, {}).get(language, self.detail)
        error = {"Message": message, "Detail": detail, "code": self.code}
        if self.element is not None:
            error["element"] = self.element
        return {"Error": [error], "type": self.kind}


def missing(parameter: str) -> QuickBooksError:
    """A required member was not sent (2020)."""
    return QuickBooksError("2020", f"Required parameter {parameter} is missing in the request", parameter)


def not_found(entity: str, identifier: str) -> QuickBooksError:
    """No such object, or deleted (610)."""
    detail = f"Object Not Found : Something you're trying to use has been made inactive or deleted: {entity} {identifier}"
    return QuickBooksError("610", detail)


def stale(language: str = "en") -> QuickBooksError:
    """The SyncToken is not the latest (5010)."""
    detail = (
        "Stale Object Error : You and root were working on this at the same time. "
        "root finished before you did, so your work was not saved."
    )
    return QuickBooksError("5010", detail if language == "en" else f"{FRENCH['5010']} : rechargez l'objet.")


def too_long(element: str, low: int, high: int, supplied: int) -> QuickBooksError:
    """A string is too short or too long (2050)."""
    return QuickBooksError("2050", f"Min: {low}, Max: {high}, Supplied length: {supplied}", element)


def business(detail: str, element: str | None = None) -> QuickBooksError:
    """A business rule said no (6000); only the detail tells which."""
    return QuickBooksError("6000", f"{BUSINESS_RULE}{detail}", element)
