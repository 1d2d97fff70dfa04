"""Writes in batches whose results stay per record: one bad record neither fails nor hides its neighbours.

Errors of a batch are told apart by `objectWriteTraceId`, which is given to every input
(https://developers.hubspot.com/docs/api-reference/error-handling). Where HubSpot refuses a whole batch because of one
input, the batch is halved until the bad one stands alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import batched

from counterfoil.adapters.hubspot.answers import BatchAnswer, CrmObject
from counterfoil.adapters.hubspot.client import BATCH_SIZE, Document, HubSpotClient, named_in
from counterfoil.adapters.hubspot.errors import may_be_of_one, record_failure
from counterfoil.adapters.hubspot.mapping.common import MARKER
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.texts import refusals

Written = CrmObject | Failure


def write_each(client: HubSpotClient, objects: str, action: str, inputs: Mapping[str, Document]) -> dict[str, Written]:
    """Carry out every input ("create", "update" or "upsert"); the object or the failure by the input's key."""
    written: dict[str, Written] = {}

    def send(keys: Sequence[str]) -> None:
        chunk = {key: inputs[key] for key in keys}
        traced = [{**document, "objectWriteTraceId": key} for key, document in chunk.items()]
        answer, request_id = client.batch(objects, action, traced)
        written.update(_by_key(chunk, answer, request_id))

    return written | isolated(list(inputs), send, BATCH_SIZE)


def isolated(keys: Sequence[str], send: Callable[[Sequence[str]], None], size: int) -> dict[str, Failure]:
    """Call `send` with all keys, at most `size` at a time; the failures of those that cannot be sent even alone."""
    failures: dict[str, Failure] = {}
    waiting = [list(chunk) for chunk in batched(keys, size, strict=False)]
    while waiting:
        chunk = waiting.pop()
        try:
            send(chunk)
        except VendorError as error:
            if len(chunk) == 1 or not may_be_of_one(error.failure):
                failures |= dict.fromkeys(chunk, error.failure)
            else:
                waiting += [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
    return failures


def after_writing(failure: Failure) -> Failure:
    """A failed rest of a write: something is there already, so it must be looked for before writing again."""
    return replace(failure, cure=Cure.LOOKING) if failure.cure is Cure.WAITING else failure


def read_anew(failure: Failure) -> Failure:
    """Of what a record was to be associated with HubSpot only says that something was not found: what, is resolved anew."""
    if failure.cure is not Cure.PERSON or failure.category not in {ErrorCategory.UNEXPECTED, ErrorCategory.RECORD_DELETED}:
        return failure
    return replace(failure, category=ErrorCategory.RECORD_DELETED, cure=Cure.RESOLVING)


def _by_key(inputs: Mapping[str, Document], answer: BatchAnswer, request_id: str) -> dict[str, Written]:
    """Every input's result. One of which the answer says nothing may or may not have been carried out."""
    keys = {str(document["id"]): key for key, document in inputs.items() if "id" in document}
    keys |= {key: key for key in inputs}
    written: dict[str, Written] = {}
    unplaced: Failure | None = None
    for error in answer.errors:
        failure = record_failure(error, request_id)
        places = [keys[name] for name in named_in(error, "objectWriteTraceId", "ids", "id") if name in keys]
        written |= dict.fromkeys(places, failure)
        unplaced = unplaced if places else failure
    for result in answer.results:
        names = (result.objectWriteTraceId, result.properties.get(MARKER) or "", result.id)
        written |= {keys[name]: result for name in names if name in keys}
    silent = unplaced or _unanswered(request_id)
    return {key: written.get(key, silent) for key in inputs}


def _unanswered(request_id: str) -> Failure:
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.LOOKING,
        text=refusals.UNCLEAR_ANSWER(system=System.HUBSPOT.brand),
        request_id=request_id,
    )
