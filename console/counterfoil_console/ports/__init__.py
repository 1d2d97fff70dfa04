"""Every port of the console, with its contract. Whatever implements one is held to it by a contract suite."""

from counterfoil_console.ports.chance import Chance
from counterfoil_console.ports.directory import AlreadyInvitedError, Directory, DirectoryRefusedError
from counterfoil_console.ports.issuer import Issuer, IssuerAddresses, IssuerError
from counterfoil_console.ports.stores import AuditTrail, OneTimeStore, PersonStore, SessionStore, TokenStore

__all__ = [
    "AlreadyInvitedError",
    "AuditTrail",
    "Chance",
    "Directory",
    "DirectoryRefusedError",
    "Issuer",
    "IssuerAddresses",
    "IssuerError",
    "OneTimeStore",
    "PersonStore",
    "SessionStore",
    "TokenStore",
]
