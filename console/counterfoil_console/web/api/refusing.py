"""What the product refuses, as programs are told it."""

from collections.abc import Iterator
from contextlib import contextmanager

from counterfoil.domain.errors import (
    ImpossibleChoiceError,
    InvalidValueError,
    UnknownConnectionError,
    UnknownPlanError,
    VendorError,
)
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.preview.plans import PlanRefusedError
from counterfoil.engine.rules.invalid import InvalidRuleError, OutdatedRuleError
from counterfoil_console.language import ENGLISH
from counterfoil_console.people.refusals import FaultyError
from counterfoil_console.web.fault_words import words_of
from counterfoil_console.web.refusals import (
    BusyError,
    InvalidFieldsError,
    NoSuchPageError,
    NotPossibleError,
    VendorRefusedError,
)


@contextmanager
def refusals() -> Iterator[None]:
    """Whatever the product refuses in here is raised as a RefusedError."""
    try:
        yield
    except (UnknownConnectionError, UnknownPlanError) as error:
        raise NoSuchPageError(str(error)) from error
    except (ImpossibleChoiceError, PlanRefusedError) as error:
        raise NotPossibleError(str(error)) from error
    except ConcurrentChangeError as error:
        raise BusyError("somebody else changes this at the same time: send it again") from error
    except InvalidRuleError as error:
        raise InvalidFieldsError({fault.path: fault.text for fault in error.faults}) from error
    except InvalidValueError as error:
        raise InvalidFieldsError({"": str(error)}) from error
    except FaultyError as error:
        raise InvalidFieldsError({error.field: words_of(error.fault, ENGLISH)}) from error
    except OutdatedRuleError as error:
        raise NotPossibleError(str(error)) from error
    except VendorError as error:
        raise VendorRefusedError(explanation_of(error.failure)) from error
