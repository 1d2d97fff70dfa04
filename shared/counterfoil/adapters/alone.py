"""Whatever working on one record raises is that record's trouble, never its neighbours'."""

import logging
import traceback
from collections.abc import Callable

from pydantic import ValidationError

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError

_logger = logging.getLogger(__name__)


def alone[Value](work: Callable[[], Value], complaint: str) -> Value | Failure:
    """What `work` on one record comes to, or why it failed: the vendor's own failure, or a `complaint` for people.

    What is wrong with a value is named behind the complaint. Anything else is a defect of ours, logged with its place but
    without its text, which may quote the record.
    """
    try:
        return work()
    except VendorError as error:
        return error.failure
    except (ValueError, ArithmeticError) as error:
        return _failed(complaint, _wrong_with(error))
    except Exception as error:  # noqa: BLE001 - nobody can list what the values of a record may raise
        _logger.error("a record raised %s at %s", type(error).__name__, _place(error))  # noqa: TRY400 - without its text
        return _failed(complaint, type(error).__name__)


def _failed(complaint: str, detail: str) -> Failure:
    return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=complaint, vendor_text=detail)


def _wrong_with(error: ValueError | ArithmeticError) -> str:
    """The place where pydantic found something wrong, or what the mapping itself says."""
    match error:
        case ValidationError():
            first = error.errors()[0]
            return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        case ArithmeticError():
            return "a date or an amount is too large to work with"
    return str(error)


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"
