"""The routes of the Accounting API below `/v3/company/<realm>`.

https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features
"""

from collections.abc import Callable, Mapping
from functools import partial

from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel.application import Cost, fails
from infra.sandbox.kernel.control import json_response
from infra.sandbox.quickbooks import batch, operations, search, settings, writing
from infra.sandbox.quickbooks.capture import captured
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.custom_fields import asks_for_all
from infra.sandbox.quickbooks.documents import pdf
from infra.sandbox.quickbooks.entities import BY_SEGMENT
from infra.sandbox.quickbooks.entity import Entity
from infra.sandbox.quickbooks.errors import QuickBooksError, not_found
from infra.sandbox.quickbooks.presentation import enveloped, shown, with_link
from infra.sandbox.quickbooks.replay import once
from infra.sandbox.quickbooks.uploads import uploaded
from infra.sandbox.quickbooks.wire import Document
from infra.sandbox.quickbooks.writing import body_of

COMPANY = "/v3/company/<realm>"


class Api:
    """Turns requests into work on one company, and faults into answers."""

    def __init__(self, companies: Mapping[str, Company]) -> None:
        self._companies = companies

    def rules(self) -> list[Rule]:
        """The routes."""
        return [
            Rule(f"{COMPANY}/query", methods=["GET", "POST"], endpoint=self.query),
            Rule(f"{COMPANY}/cdc", methods=["GET"], endpoint=self.capture),
            Rule(f"{COMPANY}/batch", methods=["POST"], endpoint=self.batch),
            Rule(f"{COMPANY}/exchangerate", methods=["GET"], endpoint=self.exchange_rate),
            Rule(f"{COMPANY}/taxservice/taxcode", methods=["POST"], endpoint=self.tax_service),
            Rule(f"{COMPANY}/upload", methods=["POST"], endpoint=self.upload),
            Rule(f"{COMPANY}/preferences", methods=["GET"], endpoint=self.preferences),
            Rule(f"{COMPANY}/<kind>", methods=["POST"], endpoint=self.write),
            Rule(f"{COMPANY}/<kind>/<identifier>", methods=["GET"], endpoint=self.read),
            Rule(f"{COMPANY}/<kind>/<identifier>/pdf", methods=["GET"], endpoint=self.document),
            Rule(f"{COMPANY}/<kind>/<identifier>/send", methods=["POST"], endpoint=self.send),
        ]

    def query(self, request: Request, realm: str) -> Response:
        """Metered, as far as known also as POST."""
        text = request.args.get("query") or request.get_data(as_text=True)
        response = self._read(request, realm, lambda company: {"QueryResponse": search.run(company, text)})
        if request.method == "POST" and not self._companies[realm].switches.posted_queries_metered:
            request.environ["twin.cost"] = Cost()
        return response

    def capture(self, request: Request, realm: str) -> Response:
        """One metered read whatever the number of kinds."""
        entities, since = request.args.get("entities", ""), request.args.get("changedSince", "")
        return self._read(request, realm, lambda company: {"CDCResponse": [captured(company, entities, since)]})

    def preferences(self, request: Request, realm: str) -> Response:
        """The one Preferences object."""
        return self._read(request, realm, lambda company: {"Preferences": shown(company, company.preferences)})

    def exchange_rate(self, request: Request, realm: str) -> Response:
        """The rate of one currency."""
        source, as_of = request.args.get("sourcecurrencycode", ""), request.args.get("asofdate")
        return self._read(request, realm, lambda company: {"ExchangeRate": settings.exchange_rate(company, source, as_of)})

    def read(self, request: Request, realm: str, kind: str, identifier: str) -> Response:
        """One object; the id of CompanyInfo is the realm."""
        entity = _entity(kind)
        key = "1" if entity.name in settings.SINGLE else identifier
        show = with_link if request.args.get("include") == "invoiceLink" else shown
        return self._read(request, realm, lambda company: {entity.name: show(company, _stored(company, entity, key))})

    def document(self, request: Request, realm: str, kind: str, identifier: str) -> Response:
        """The PDF of a form, metered like any read."""
        entity = _entity(kind)
        request.environ["twin.cost"] = Cost(metered=True)

        def printed(company: Company) -> Response:
            if not entity.printable:
                raise operations.unsupported("pdf")
            return Response(pdf(entity.name, _stored(company, entity, identifier)), content_type="application/pdf")

        return self._guarded(request, realm, printed)

    def send(self, request: Request, realm: str, kind: str, identifier: str) -> Response:
        """E-mail a form."""
        entity = _entity(kind)

        def sent(company: Company) -> Response:
            _refuse_ended(company)
            if not entity.printable:
                raise operations.unsupported("send")
            form = operations.send(company, entity, identifier, request.args.get("sendTo"))
            return json_response(enveloped(company, {entity.name: shown(company, form)}))

        return self._once(request, realm, sent)

    def tax_service(self, request: Request, realm: str) -> Response:
        """Create a tax code; the answer has no envelope key."""

        def created(company: Company) -> Response:
            _refuse_ended(company)
            return json_response(enveloped(company, settings.create_tax_code(company, body_of(request))))

        return self._once(request, realm, created)

    def upload(self, request: Request, realm: str) -> Response:
        """Attach files."""

        def attached(company: Company) -> Response:
            _refuse_ended(company)
            return json_response(enveloped(company, uploaded(company, request.content_type or "", request.get_data())))

        return self._once(request, realm, attached)

    def batch(self, request: Request, realm: str) -> Response:
        """Up to thirty items; queries among them are metered one by one."""

        def answered(company: Company) -> Response:
            items = batch.items_of(company, body_of(request), request.args.get("requestid"))
            metered = batch.reads(items)
            request.environ["twin.cost"] = Cost(metered=metered > 0, units=metered or len(items))
            answers = batch.run(company, items, partial(fails, request))
            return json_response(enveloped(company, {"BatchItemResponse": answers}))

        return self._once(request, realm, answered, batch=True)

    def write(self, request: Request, realm: str, kind: str) -> Response:
        """Create, update, delete or void, as `operation` and `include` say. Free of charge."""
        entity = _entity(kind)

        def written(company: Company) -> Response:
            _refuse_ended(company)
            return writing.write(company, entity, body_of(request, entity.name), request.args)

        return self._once(request, realm, written)

    def _read(self, request: Request, realm: str, work: Callable[[Company], Document]) -> Response:
        request.environ["twin.cost"] = Cost(metered=True)

        def answered(company: Company) -> Response:
            if company.subscription_ended and not company.switches.reads_survive_subscription_end:
                raise batch.subscription_ended()
            return json_response(enveloped(company, work(company)))

        return self._guarded(request, realm, answered)

    def _once(self, request: Request, realm: str, work: Callable[[Company], Response], *, batch: bool = False) -> Response:
        def answered(company: Company) -> Response:
            return once(company, request, lambda: _answered(company, lambda: work(company)), batch=batch)

        return self._guarded(request, realm, answered)

    def _guarded(self, request: Request, realm: str, work: Callable[[Company], Response]) -> Response:
        company = self._companies[realm]
        with company.showing_all_custom_fields(asked=asks_for_all(request.args) and _may_include(company, request.path)):
            return _answered(company, lambda: work(company))


def _may_include(company: Company, path: str) -> bool:
    unsure = {"batch": company.switches.custom_fields_in_batches, "cdc": company.switches.custom_fields_in_captures}
    return unsure.get(path.rpartition("/")[2], True)


def _answered(company: Company, work: Callable[[], Response]) -> Response:
    try:
        return work()
    except QuickBooksError as error:
        fault = enveloped(company, {"Fault": error.fault(company.switches.language)})
        return json_response(fault, error.status)


def _entity(kind: str) -> Entity:
    entity = BY_SEGMENT.get(kind)
    if entity is None:
        raise NotFound
    return entity


def _stored(company: Company, entity: Entity, identifier: str) -> Document:
    stored = company.records.get(entity.name, identifier)
    if stored is None:
        raise not_found(entity.name, identifier)
    return stored


def _refuse_ended(company: Company) -> None:
    if company.subscription_ended:
        raise batch.subscription_ended()
