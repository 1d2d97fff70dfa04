"""Every port of the console, with its contract. Whatever implements one is held to it by a contract suite."""

from counterfoil_console.ports.answers import AnotherRequestError, AnswerStore, UnderWayError
from counterfoil_console.ports.chance import Chance
from counterfoil_console.ports.consents import Connecting, ConsentStore, GrantKeeper
from counterfoil_console.ports.directory import AlreadyInvitedError, Directory, DirectoryRefusedError
from counterfoil_console.ports.issuer import Issuer, IssuerAddresses, IssuerError
from counterfoil_console.ports.stores import (
    AuditTrail,
    OneTimeStore,
    PersonStore,
    PreferenceStore,
    SessionStore,
    TokenStore,
)

__all__ = [
    "AlreadyInvitedError",
    "AnotherRequestError",
    "AnswerStore",
    "AuditTrail",
    "Chance",
    "Connecting",
    "ConsentStore",
    "Directory",
    "DirectoryRefusedError",
    "GrantKeeper",
    "Issuer",
    "IssuerAddresses",
    "IssuerError",
    "OneTimeStore",
    "PersonStore",
    "PreferenceStore",
    "SessionStore",
    "TokenStore",
    "UnderWayError",
]
