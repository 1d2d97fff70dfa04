"""What the product refuses, as programs are told it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from counterfoil.domain.checks.leaving import LeavingRefusedError
from counterfoil.domain.errors import (
    ImpossibleChoiceError,
    InvalidValueError,
    UnknownConnectionError,
    UnknownPlanError,
    VendorError,
)
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.domain.texts.sentence import said_by
from counterfoil.engine.connections.delete import NotConfirmedError
from counterfoil.engine.connections.switching import SwitchRefusedError
from counterfoil.engine.notices.desk import NoticesRefusedError
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.ports.notices import RefusedMessageError
from counterfoil.engine.preview.plans import PlanRefusedError
from counterfoil.engine.rules.invalid import InvalidRuleError, OutdatedRuleError
from counterfoil.languages import ENGLISH
from counterfoil_console.domain.exports import UnknownExportError
from counterfoil_console.people.refusals import FaultyError
from counterfoil_console.web.fault_words import words_of
from counterfoil_console.web.refusals import (
    BusyError,
    InvalidFieldsError,
    NoSuchPageError,
    NotPossibleError,
    RefusedError,
    VendorRefusedError,
)

type Tell = Callable[[Any], RefusedError]

_TELLING: Mapping[type[Exception], Tell] = {
    UnknownConnectionError: lambda error: NoSuchPageError(str(error)),
    UnknownPlanError: lambda error: NoSuchPageError(str(error)),
    UnknownExportError: lambda error: NoSuchPageError(str(error)),
    ImpossibleChoiceError: lambda error: NotPossibleError(said_by(error)),
    PlanRefusedError: lambda error: NotPossibleError(said_by(error)),
    SwitchRefusedError: lambda error: NotPossibleError(said_by(error)),
    LeavingRefusedError: lambda error: NotPossibleError(said_by(error)),
    OutdatedRuleError: lambda error: NotPossibleError(said_by(error)),
    ConcurrentChangeError: lambda _: BusyError("somebody else changes this at the same time: send it again"),
    InvalidRuleError: lambda error: InvalidFieldsError({fault.path: fault.text for fault in error.faults}),
    InvalidValueError: lambda error: InvalidFieldsError({"": str(error)}),
    FaultyError: lambda error: InvalidFieldsError({error.field: words_of(error.fault, ENGLISH)}),
    NotConfirmedError: lambda error: InvalidFieldsError({"name": str(error)}),
    NoticesRefusedError: lambda error: InvalidFieldsError(error.faults),
    RefusedMessageError: lambda error: VendorRefusedError(str(error)),
    VendorError: lambda error: VendorRefusedError(explanation_of(error.failure)),
}


@contextmanager
def refusals() -> Iterator[None]:
    """Whatever the product refuses in here is raised as a RefusedError."""
    try:
        yield
    except tuple(_TELLING) as error:
        tell = next(tell for refused, tell in _TELLING.items() if isinstance(error, refused))
        raise tell(error) from error
