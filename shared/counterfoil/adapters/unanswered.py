"""What it means when a vendor's answer did not come, or was none."""

import httpx2

from counterfoil.domain.errors import Cure, ErrorCategory, Failure


def unanswered(error: httpx2.TransportError) -> Failure:
    """No answer. Only a connection that was never made proves that nothing happened."""
    never_sent = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING if never_sent else Cure.LOOKING,
        vendor_text=f"no answer: {type(error).__name__}",
    )


def tokens_refused(status: int, request_id: str) -> Failure:
    """A second token was refused as well: whether the permission has ended, the token endpoint alone can say."""
    return _later("two access tokens in turn were refused", status, request_id)


def no_document(status: int, request_id: str) -> Failure:
    """The vendor answered with something else than the document that was asked for."""
    return _later("the answer is no document", status, request_id)


def _later(text: str, status: int, request_id: str) -> Failure:
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        vendor_text=text,
        code=str(status),
        request_id=request_id,
    )
