"""Every sample, by the name that its picture has."""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil_console.pages.frame import Frame, LanguageChoice
from counterfoil_console.pages.page import Page
from counterfoil_console.pages.parts import Option
from tests.console.samples import health, house, ledgers, notices, plans, records, rules, setting_up
from tests.console.samples.around import frame

type Sample = tuple[Page, Frame]

_HOUSE: Mapping[str, Sample] = {
    "sign-in": (house.SIGN_IN, frame("/sign-in", current=None, person=None)),
    "first-run": (house.WELCOME, frame(current=None)),
    "connections": (house.CONNECTIONS, frame(current=None)),
    "connect": (setting_up.CONNECT, frame("/connect", current=None)),
    "connect-first": (setting_up.CONNECT_FIRST, frame("/connect", current=None)),
}
_PAGES: Mapping[str, Page] = {
    "people-tokens": house.PEOPLE,
    "error": house.ERROR,
    "health": health.HEALTH,
    "ledgers": ledgers.LEDGERS,
    "ledgers-not-compared": ledgers.NOT_COMPARED,
    "notices": notices.NOTICES,
    "notices-fault": notices.NOBODY,
    "notices-overtaken": notices.OVERTAKEN,
    "needs-you": health.NEEDS,
    "needs-you-ledgers": replace(health.NEEDS, ledgers=ledgers.UNEXPLAINED),
    "nothing-needs-you": health.NOTHING_NEEDS,
    "vanished-needs-you": health.VANISHED,
    "records": records.RECORDS,
    "records-fifty": records.FIFTY_RECORDS,
    "records-far": records.FAR_RECORDS,
    "records-none": records.NO_RECORDS,
    "records-not-looked-through": records.NOT_LOOKED_THROUGH,
    "record": records.RECORD,
    "record-refused": records.REFUSED,
    "plan": plans.PLAN,
    "plan-first": replace(plans.PLAN, starts=True),
    "plan-discarded": plans.DISCARDED,
    "planning": plans.PLANNING,
    "plan-stopped": plans.STOPPED,
    "plan-applied": plans.APPLIED,
    "plan-application-stopped": plans.APPLICATION_STOPPED,
    "plan-applied-rows": plans.APPLIED_ROWS,
    "plan-changed-rows": plans.CHANGED_ROWS,
    "plans": plans.PLANS,
    "no-plans": plans.NO_PLANS,
    "rules": rules.RULES,
    "rules-first": replace(rules.RULES, waits=True),
    "rule-direction": rules.RULE_DIRECTION,
    "rule-winner": rules.RULE_WINNER,
    "rule-matching": rules.RULE_MATCHING,
    "rule-fields": rules.RULE_FIELDS,
    "rule-limits": rules.RULE_LIMITS,
    "rule-options": rules.RULE_OPTIONS,
    "rule-preview": rules.RULE_PREVIEW,
    "rule-troubled": rules.RULE_TROUBLED,
    "rule-first": rules.RULE_FIRST,
    "rule-history": rules.RULE_HISTORY,
    "connection": setting_up.CONNECTION,
    "exports": setting_up.JOBS,
    "no-exports": setting_up.NO_JOBS,
    "help": setting_up.HELP,
    "help-cause": setting_up.HELP_CAUSE,
}
_LANGUAGES = LanguageChoice(offered=(Option("en", "English"), Option("it", "Italiano")), chosen="it", back="/help")
SAMPLES: Mapping[str, Sample] = {
    **_HOUSE,
    "languages": (setting_up.HELP, replace(frame("/help"), languages=_LANGUAGES)),
    **{name: (page, frame(f"/{name}")) for name, page in _PAGES.items()},
}
