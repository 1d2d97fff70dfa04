"""Whatever working on one record raises is that record's trouble, never its neighbours'."""

from collections.abc import Callable

from pydantic import ValidationError

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError


def alone[Value](work: Callable[[], Value], complaint: str) -> Value | Failure:
    """What `work` on one record comes to, or why it failed: the vendor's own failure, or a `complaint` for people."""
    try:
        return work()
    except VendorError as error:
        return error.failure
    except Exception as error:  # noqa: BLE001 - nobody can list what the values of a record may raise
        detail = _detail(error)
        return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=complaint, vendor_text=detail)


def _detail(error: Exception) -> str:
    """The place where pydantic found something wrong, what the mapping itself says, or at least what kind of trouble."""
    match error:
        case ValidationError():
            first = error.errors()[0]
            return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        case ValueError():
            return str(error)
        case ArithmeticError():
            return "a date or an amount is too large to work with"
    return type(error).__name__
