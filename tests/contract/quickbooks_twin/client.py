"""A small client for the twin's tests, raw JSON over httpx2."""

from collections.abc import Mapping
from threading import Event
from typing import Any

import httpx2

from infra.sandbox.kernel import exact_json
from infra.sandbox.quickbooks.twin import QuickBooksTwin

Document = dict[str, Any]


class Receiver:
    """An endpoint for webhooks that answers as told."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []
        self.answers: list[int] = []
        self._arrived = Event()

    def take(self, request: httpx2.Request) -> httpx2.Response:
        """Note the request; 200 unless another answer was laid down."""
        self.requests.append(request)
        self._arrived.set()
        return httpx2.Response(self.answers.pop(0) if self.answers else 200)

    def wait(self) -> None:
        """Until something has arrived."""
        assert self._arrived.wait(timeout=60)

    def bodies(self) -> list[Any]:
        """What has arrived."""
        return [exact_json.loads(request.content) for request in self.requests]


class Books:
    """One company as an app with a token sees it."""

    def __init__(self, twin: QuickBooksTwin, credentials: Mapping[str, str]) -> None:
        self.twin, self.credentials = twin, credentials
        self.http = httpx2.Client(transport=httpx2.WSGITransport(app=twin), base_url="http://twin.invalid")
        self.base = f"/v3/company/{credentials['realm_id']}"

    def call(self, method: str, path: str, content: Any = None, **params: str) -> httpx2.Response:
        """One authorised request."""
        headers = {"Authorization": f"Bearer {self.credentials['access_token']}", "Accept": "application/json"}
        body = content if isinstance(content, str) or content is None else exact_json.dumps(content)
        return self.http.request(method, f"{self.base}/{path}", content=body, params=params, headers=headers)

    def write(self, entity: str, document: Document, **params: str) -> Document:
        """Create or update; the object answered."""
        response = self.call("POST", entity.lower(), document, **params)
        assert response.status_code == 200, response.text[:500]
        result: Document = exact_json.loads(response.content)[entity]
        return result

    def refused(self, entity: str, document: Document, **params: str) -> tuple[str, str]:
        """A write that must be refused: code and detail."""
        return fault_of(self.call("POST", entity.lower(), document, **params))

    def get(self, entity: str, identifier: str) -> Document:
        """One object."""
        result: Document = exact_json.loads(self.call("GET", f"{entity.lower()}/{identifier}").content)[entity]
        return result

    def query(self, statement: str) -> Document:
        """The value of `QueryResponse`."""
        response = self.call("GET", "query", query=statement)
        assert response.status_code == 200, response.text[:500]
        result: Document = exact_json.loads(response.content)["QueryResponse"]
        return result

    def rows(self, entity: str, where: str = "") -> list[Document]:
        """The objects of a kind that match."""
        found: list[Document] = self.query(f"select * from {entity} {where} maxresults 1000").get(entity, [])
        return found

    def named(self, entity: str, name: str) -> Document:
        """One object by its name."""
        member = "DisplayName" if entity in {"Customer", "Vendor"} else "Name"
        escaped = name.replace("\\", "\\\\").replace("'", "\\'")
        return self.rows(entity, f"where {member} = '{escaped}'")[0]

    def do(self, action: str, **arguments: Any) -> Any:
        """A control action."""
        response = self.http.post(f"/_twin/actions/{action}", content=exact_json.dumps(arguments))
        assert response.status_code == 200, response.text[:500]
        return exact_json.loads(response.content)

    def switch(self, **switches: Any) -> None:
        """Change switches."""
        assert self.http.put("/_twin/switches", content=exact_json.dumps(switches)).status_code == 200

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.http.put("/_twin/clock", json={"advance_seconds": seconds})

    def invoice(self, *lines: Document, customer: str = "Cool Cars", **members: Any) -> Document:
        """The body of an invoice."""
        reference = {"value": self.named("Customer", customer)["Id"]}
        return {"CustomerRef": reference, "Line": list(lines or (line("10.00"),)), **members}

    def payment(self, amount: str, *invoices: Document, **members: Any) -> Document:
        """The body of a payment that settles each invoice by the amount."""
        links = [{"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": "Invoice"}]} for one in invoices]
        customer = invoices[0]["CustomerRef"]
        return {"CustomerRef": customer, "TotalAmt": amount, "Line": links, **members}


def line(amount: str, quantity: str | None = None, price: str | None = None, **detail: Any) -> Document:
    """A sales line of the seeded item 2, not taxed."""
    members: Document = {"ItemRef": {"value": "2"}, "TaxCodeRef": {"value": "NON"}, **detail}
    if quantity is not None:
        members.update(Qty=quantity, UnitPrice=price)
    return {"Amount": amount, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": members}


def fault_of(response: httpx2.Response) -> tuple[str, str]:
    """Code and detail of the first error of a refused request."""
    assert response.status_code >= 400, response.text[:500]
    error = response.json()["Fault"]["Error"][0]
    return error["code"], error["Detail"]
