"""Why a request is not carried out; each has a status, and a page that says what to do."""

from collections.abc import Mapping

from counterfoil.domain.errors import CounterfoilError


class RefusedError(CounterfoilError):
    """A request that is not carried out."""

    status = 400


class BadRequestError(RefusedError):
    """It cannot be understood."""


class InvalidFieldsError(RefusedError):
    """Fields do not fit; `faults` says why, by field."""

    status = 422

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = faults


class TooMuchError(RefusedError):
    """It is larger than anything that is sent here."""

    status = 413


class SignedOutError(RefusedError):
    """Nobody is signed in, or no longer."""

    status = 401


class NotAllowedError(RefusedError):
    """Whoever is signed in may not do this."""

    status = 403


class ForeignFormError(RefusedError):
    """The form was not sent from a page of ours, or from one of an earlier session."""

    status = 403


class NoSuchPageError(RefusedError):
    """There is nothing at this address."""

    status = 404
