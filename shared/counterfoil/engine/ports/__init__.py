"""Every port of the engine, with its contract. Adapters, fakes and twins are held to these by the contract suites.

Common to all: many records per call, results per record, nothing half-done that is not returned. A port raises `VendorError`
when a whole vendor call failed, so that nothing is known of any record in it; a single record's trouble is a `Failure` in
the result. Moments are aware datetimes in UTC.
"""

from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.shown import ShownState
from counterfoil.engine.ports.calls import CallLog, MadeCall, NoCalls
from counterfoil.engine.ports.choices import ChoiceStore
from counterfoil.engine.ports.clock import Clock
from counterfoil.engine.ports.connections import (
    AccountProfiles,
    Accounts,
    CheckStore,
    ConcurrentChangeError,
    ConnectionStore,
    Consents,
    GivenConsent,
    KnownCompany,
    PortalTrials,
    PropertyCatalogue,
)
from counterfoil.engine.ports.counting import Counted, RecordCounter
from counterfoil.engine.ports.display import Displayed, SyncStateDisplay
from counterfoil.engine.ports.documents import DocumentsOpener, InvoiceDocuments
from counterfoil.engine.ports.fees import FeesOpener, PaymentFeesSource
from counterfoil.engine.ports.grants import Grants, GrantStates
from counterfoil.engine.ports.ledgers import LedgerStore
from counterfoil.engine.ports.links import LinkStore
from counterfoil.engine.ports.memory import CursorStore, ReportedLog, ReportMemory
from counterfoil.engine.ports.messages import ChangeQueue, Notifier, QueueError, Receipt, ReceivedMessages
from counterfoil.engine.ports.outcomes import OutcomePage, OutcomeStore
from counterfoil.engine.ports.plans import PlanQueue, PlanStore, RowPage
from counterfoil.engine.ports.polls import PollQueue, PollSlice
from counterfoil.engine.ports.systems import Addresses, Systems, SystemsOpener
from counterfoil.engine.ports.vendor import ChangedPage, ChangedRecord, Criterion, Glimpse, OpenInvoices, RecordSystem

__all__ = [
    "AccountProfiles",
    "Accounts",
    "Addresses",
    "CallLog",
    "ChangeQueue",
    "ChangedPage",
    "ChangedRecord",
    "CheckStore",
    "ChoiceStore",
    "Clock",
    "ConcurrentChangeError",
    "ConnectionStore",
    "Consents",
    "Counted",
    "Criterion",
    "CursorStore",
    "Displayed",
    "DocumentsOpener",
    "FeesOpener",
    "GivenConsent",
    "Glimpse",
    "GrantStates",
    "Grants",
    "InvoiceDocuments",
    "KnownCompany",
    "LedgerStore",
    "LinkStore",
    "MadeCall",
    "MatchKey",
    "NoCalls",
    "Notifier",
    "OpenInvoices",
    "OutcomePage",
    "OutcomeStore",
    "PaymentFeesSource",
    "PlanQueue",
    "PlanStore",
    "PollQueue",
    "PollSlice",
    "PortalTrials",
    "PropertyCatalogue",
    "QueueError",
    "Receipt",
    "ReceivedMessages",
    "RecordCounter",
    "RecordSystem",
    "ReportMemory",
    "ReportedLog",
    "RowPage",
    "ShownState",
    "SyncStateDisplay",
    "Systems",
    "SystemsOpener",
]
