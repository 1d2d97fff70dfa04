"""Which errors are trouble of AWS's or of our account, and none of the data's: they pass, or an operator ends them."""

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

_OF_THE_DATA = frozenset({"SerializationException", "ValidationException"})
"""What DynamoDB says of an item that is too large or malformed.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
"""


def is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed later, whatever it was: AWS did not do what it would do for any data."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code") not in _OF_THE_DATA
    return isinstance(error, BotoCoreError | TimeoutError) and not isinstance(error, ParamValidationError)
