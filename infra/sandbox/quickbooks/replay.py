"""Request ids: a repeated write gets the stored answer and does nothing.

https://blogs.intuit.com/2015/04/06/15346
"""

from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel.application import fails
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError

LONGEST, LONGEST_FOR_BATCH = 50, 36


def once(company: Company, request: Request, perform: Callable[[], Response], *, batch: bool = False) -> Response:
    """Perform a write, or replay the answer stored under its `requestid`. Raises 2130, 600."""
    request_id = request.args.get("requestid")
    if not request_id or (batch and not company.switches.replay_batches):
        return perform()
    longest = LONGEST_FOR_BATCH if batch else LONGEST
    if len(request_id) > longest:
        raise QuickBooksError("2130", f"Invalid Request Id Format : at most {longest} characters", "requestid")
    body = request.get_data()
    if known := company.replays.get(request_id):
        sent, status, answer = known
        if sent != body and company.switches.reused_request_id == "refuse":
            raise QuickBooksError("600", f"Duplicate Request Id : {request_id} was used for another request")
        return Response(answer, status=status, content_type="application/json;charset=utf-8")
    response = perform()
    if fails(request, 0) and not company.switches.replay_troubles:
        return response
    if response.status_code < 300 or company.switches.replay_refusals:
        company.replays[request_id] = (body, response.status_code, response.get_data())
    return response
