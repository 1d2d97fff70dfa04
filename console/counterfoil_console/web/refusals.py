"""Why a request is not carried out; each has a status, and a page that says what to do."""

from collections.abc import Mapping

from counterfoil.domain.errors import CounterfoilError


class RefusedError(CounterfoilError):
    """A request that is not carried out; `name` is what programs know the reason by."""

    name, status = "refused", 400


class BadRequestError(RefusedError):
    """It cannot be understood."""

    name = "not-understood"


class InvalidFieldsError(RefusedError):
    """Fields do not fit; `faults` says why, by field."""

    name, status = "invalid-fields", 422

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = faults


class TooMuchError(RefusedError):
    """It is larger than anything that is sent here."""

    name, status = "too-large", 413


class SignedOutError(RefusedError):
    """Nobody is signed in, or no longer."""

    name, status = "not-signed-in", 401


class NotAllowedError(RefusedError):
    """Whoever is signed in may not do this."""

    name, status = "not-allowed", 403


class ForeignFormError(RefusedError):
    """The form was not sent from a page of ours, or from one of an earlier session."""

    name, status = "foreign-form", 403


class NoSuchPageError(RefusedError):
    """There is nothing at this address."""

    name, status = "not-found", 404


class NoSuchRecordError(NoSuchPageError):
    """No such record is known."""

    name = "no-such-record"


class NotPossibleError(RefusedError):
    """What is asked for cannot be done as things are; the message says why, for people."""

    name, status = "not-possible", 409


class UsedKeyError(RefusedError):
    """The idempotency key was used for another request."""

    name, status = "key-used-otherwise", 422


class BusyError(RefusedError):
    """The same is being done just now; it may be asked for again."""

    name, status = "under-way", 409


class VendorRefusedError(RefusedError):
    """A vendor refused, or did not answer; the message says what to do."""

    name, status = "vendor-refused", 502
