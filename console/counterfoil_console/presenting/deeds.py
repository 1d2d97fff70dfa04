"""What people did, as sentences."""

from collections.abc import Callable, Mapping, Sequence
from gettext import NullTranslations

from counterfoil.domain.checks.check import Check
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.names import name_of
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.telling import record_of
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.checks import CHECKS
from counterfoil_console.domain.audit import Action, AuditEntry
from counterfoil_console.pages.connection import Deed
from counterfoil_console.presenting.kinds import several_of_each
from counterfoil_console.telling import told_with

type Say = Callable[[str], str]

_VENDORS = {"hubspot": "HubSpot", "quickbooks": "QuickBooks"}


def records_in(entries: Sequence[AuditEntry]) -> list[RecordRef]:
    """The records that the entries are about."""
    found = (_record(entry.subject) for entry in entries)
    return sorted({ref for ref in found if ref})


def deeds_of(
    entries: Sequence[AuditEntry], known: Mapping[RecordRef, SyncOutcome], texts: NullTranslations
) -> tuple[Deed, ...]:
    """Each entry as one line. `known` are its records as they stand, by which they are called."""
    return tuple(Deed(one.at, one.who, deed_words(one, known, texts)) for one in entries)


def deed_words(entry: AuditEntry, known: Mapping[RecordRef, SyncOutcome], texts: NullTranslations) -> str:
    """What was done, to what, and why if somebody said so."""
    _ = texts.gettext
    words = _words(entry.action, _) % _values(entry, known, texts)
    why = entry.details.get("why", "")
    return _("%(deed)s Why: %(why)s") % {"deed": words, "why": why} if why else words


def _values(entry: AuditEntry, known: Mapping[RecordRef, SyncOutcome], texts: NullTranslations) -> Mapping[str, str]:
    _ = texts.gettext
    details, ref = entry.details, _record(entry.subject)
    return {
        "record": told_with(texts, _name(ref, known)) if ref else details.get("what", entry.subject),
        "kinds": _kinds(details.get("kind", ""), texts),
        "vendor": _VENDORS.get(details.get("vendor", ""), _("both vendors")),
        "account": details.get("account", ""),
        "cause": told_with(texts, _cause(details.get("category", ""))),
        "name": details.get("name", ""),
        "what": details.get("what", ""),
        "whom": details.get("what", "") or _("nobody"),
        "check": told_with(texts, _check(details.get("check", ""))),
    }


def _name(ref: RecordRef, known: Mapping[RecordRef, SyncOutcome]) -> str:
    """What people call a record, by its number in the vendor's list where nothing is kept of it any more."""
    return record_of(known[ref]) if ref in known else name_of(ref, None)


def _record(subject: str) -> RecordRef | None:
    try:
        return RecordRef.parse(subject)
    except ValueError:
        return None


def _cause(category: str) -> str:
    return ERROR_TEXTS[ErrorCategory(category)].title if category in set(ErrorCategory) else ""


def _check(check: str) -> str:
    return CHECKS[Check(check)].title if check in set(Check) else ""


def _kinds(kind: str, texts: NullTranslations) -> str:
    return several_of_each(texts)[EntityKind(kind)] if kind in set(EntityKind) else ""


def _words(action: Action, _: Say) -> str:
    known = {**_about_the_connection(_), **_about_records(_)}
    return known.get(action, action.replace("_", " ").capitalize() + ".")


def _about_the_connection(_: Say) -> Mapping[Action, str]:
    return {
        Action.CONNECTED: _("Connected %(vendor)s."),
        Action.CHECKED_AGAIN: _("Had both accounts checked again."),
        Action.CHECK_LEFT: _("Left a check as it is: %(check)s."),
        Action.CHECK_TAKEN_BACK: _("Took back that a check is left as it is: %(check)s."),
        Action.PROBED: _("Had it tried again what may be written in HubSpot."),
        Action.RENAMED: _("Called the connection %(name)s."),
        Action.LANGUAGE_CHOSEN: _("Chose the language of mails and chats: %(name)s."),
        Action.PAUSED: _("Paused everything."),
        Action.RESUMED: _("Resumed everything."),
        Action.DISCONNECTED: _("Disconnected both vendors."),
        Action.DELETED: _("Deleted the connection for good."),
        Action.COMPARED: _("Had both ledgers compared."),
        Action.VANISHED_ACCEPTED: _("Confirmed that %(what)s were deleted on purpose."),
        Action.REDRIVEN: _("Had what had stopped for good worked on again."),
        Action.NOTICES_SAVED: _("Chose who is told: %(whom)s."),
        Action.NOTICES_TRIED: _("Had a trial message sent."),
        Action.EXPORTED: _("Exported %(what)s."),
        Action.EXPORT_CANCELLED: _("Cancelled the export of %(what)s."),
        Action.DOWNLOADED: _("Downloaded the export of %(what)s."),
        Action.RULE_SAVED: _("Changed the rule for %(kinds)s."),
        Action.RULE_DRAFTED: _("Changed the draft of the rule for %(kinds)s."),
        Action.RULE_DRAFT_DISCARDED: _("Discarded the draft of the rule for %(kinds)s."),
        Action.RULE_RESTORED: _("Went back to an earlier rule for %(kinds)s."),
        Action.RULE_DELETED: _("Deleted the rule for %(kinds)s."),
        Action.RULE_SWITCHED_OFF: _("Switched the rule for %(kinds)s off."),
        Action.RULE_SWITCHED_ON: _("Switched the rule for %(kinds)s on."),
        Action.PLANNED: _("Had a plan made."),
        Action.PLAN_APPLIED: _("Applied a plan."),
        Action.PLAN_DISCARDED: _("Discarded a plan."),
        Action.PLAN_RESUMED: _("Let a plan go on."),
    }


def _about_records(_: Say) -> Mapping[Action, str]:
    return {
        Action.TRIED_AGAIN: _("Had it tried again: %(record)s%(cause)s."),
        Action.CHOSEN: _("Chose the counterpart: %(record)s."),
        Action.LINKED: _("Linked by hand: %(record)s."),
        Action.UNLINKED: _("Unlinked: %(record)s."),
        Action.LEFT_OUT: _("Left out for good: %(record)s."),
        Action.TAKEN_BACK: _("Took back what was decided: %(record)s."),
        Action.ACCEPTED: _("Accepted the difference: %(record)s."),
        Action.SENT_AGAIN: _("Had the version of HubSpot sent again: %(record)s."),
    }
