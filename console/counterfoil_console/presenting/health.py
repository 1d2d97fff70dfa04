"""The health page."""

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.browse.health import DayShown, Health, KindHealth
from counterfoil_console.pages.health import Day, HealthPage, ObjectRow
from counterfoil_console.presenting.ledgers import agreed_on, ledgers_of
from counterfoil_console.presenting.sums import sum_of

_MONEY_FIRST = (EntityKind.INVOICE, EntityKind.PAYMENT, EntityKind.CUSTOMER, EntityKind.PRODUCT)


def health_page(health: Health) -> HealthPage:
    """How a connection stands."""
    moments = [kind.changed_at for kind in health.kinds if kind.changed_at]
    needy = {kind.kind: kind.records.get(OutcomeStatus.FAILING, 0) for kind in health.kinds}
    return HealthPage(
        state=health.connection.state,
        objects=tuple(_row(kind) for kind in sorted(health.kinds, key=lambda kind: _MONEY_FIRST.index(kind.kind))),
        needs_you=sum_of(needy, health.needy_money),
        causes=health.causes,
        waiting=sum(kind.records.get(OutcomeStatus.WAITING, 0) for kind in health.kinds),
        last_change=max(moments, default=None),
        ledgers=ledgers_of(next(iter(health.nights), None)),
        days=tuple(agreed_on(_day(one), health.nights) for one in health.days),
    )


def _day(shown: DayShown) -> Day:
    return Day(day=shown.day, carried=shown.carried, needs_you=shown.open, agreed=None)


def _row(kind: KindHealth) -> ObjectRow:
    """Payments follow the rule of invoices and have none of their own."""
    return ObjectRow(
        kind=kind.kind,
        in_step=kind.records.get(OutcomeStatus.IN_SYNC, 0),
        needs_you=kind.records.get(OutcomeStatus.FAILING, 0),
        waiting=kind.records.get(OutcomeStatus.WAITING, 0),
        left_out=kind.records.get(OutcomeStatus.EXCLUDED, 0),
        last_change=kind.changed_at,
        direction=None if kind.kind is EntityKind.PAYMENT else kind.rule.direction,
    )
