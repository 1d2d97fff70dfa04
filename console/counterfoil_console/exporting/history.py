"""What people did as rows."""

from collections.abc import Iterator
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from counterfoil.engine.ports import OutcomeStore
from counterfoil_console.domain.audit import AuditEntry
from counterfoil_console.exporting.sheet import Cell, Column, Sheet
from counterfoil_console.ports import AuditTrail
from counterfoil_console.presenting.deeds import deed_words, records_in

_TOGETHER = 200


def history_sheet(
    audit: AuditTrail, outcomes: OutcomeStore, connection_id: str, zone: ZoneInfo, texts: NullTranslations
) -> Sheet:
    """Every entry of a connection's trail, the newest first."""
    _ = texts.gettext
    titles = ((_("When"), 17), (_("Who"), 24), (_("What"), 60), (_("Record or plan"), 30), (_("Why"), 40))
    rows = _rows(audit, outcomes, connection_id, zone, texts)
    return Sheet(_("What people did"), tuple(Column(*title) for title in titles), rows)


def _rows(
    audit: AuditTrail, outcomes: OutcomeStore, connection_id: str, zone: ZoneInfo, texts: NullTranslations
) -> Iterator[tuple[Cell, ...]]:
    after, entries = "", _page(audit, connection_id, "")
    while entries:
        refs = records_in(entries)
        known = outcomes.latest(connection_id, refs) if refs else {}
        for one in entries:
            at, why = one.at.astimezone(zone).replace(tzinfo=None), one.details.get("why", "")
            yield at, one.who, deed_words(one, known, texts), one.subject, why
        after = entries[-1].place
        entries = _page(audit, connection_id, after)


def _page(audit: AuditTrail, connection_id: str, after: str) -> list[AuditEntry]:
    return list(audit.of(connection_id, limit=_TOGETHER, after=after))
