"""What the public documentation leaves open, one switch each; the defaults are the stricter or the likelier choice."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Switches:
    """Behaviour of the twin that a test or a demo may change while it runs."""

    # gateway
    throttling: bool = True
    requests_per_minute: int = 500  # a company
    requests_per_second: int = 10  # a company and app
    batches_per_minute: int = 40  # a company and app
    company_batches_per_minute: int = 120
    longest_url: int = 8000  # 414 above; long IN lists belong into a posted query
    throttled_as: str = "json"  # or "xml": what the gateway has sent although JSON was asked for
    reads_survive_subscription_end: bool = True
    language: str = "en"  # or "fr", or for some details "es", "pt", "it", "de": texts are localised, codes are not
    extra_members: bool = False  # members no client has heard of yet, in every object
    omitted_members: str = ""  # names by spaces: members that an answer lacks, though the object has them
    unknown_members: str = "refuse"  # or "ignore"
    latin1_only: bool = False  # US companies: 2040 for characters outside ISO-8859-1

    # authorisation
    access_token_seconds: int = 3600
    refresh_token_days: int = 100
    rotation: str = "daily"  # or "always": when a refresh token gets a new value
    refresh_overlap_seconds: int = 0  # how long a replaced refresh token still works
    consent: str = "granted"  # or "denied"

    # request ids
    replay_refusals: bool = False  # whether a 4xx answer is stored and replayed
    reused_request_id: str = "replay"  # or "refuse" (600): the same id with another body
    replay_batches: bool = True
    replay_troubles: bool = False  # whether a batch of which items met trouble is stored and replayed as it was

    # transactions
    void_with_payment: str = "refuse"  # or "unapply"
    void_refusal_code: str = "6000"
    void_enums: str = "wire"  # or "java": the documented void answer prints NEED_TO_PRINT, NOT_SET
    invoice_status: bool = False  # newer schemas have `invoiceStatus`
    delete_with_payment: str = "refuse"  # or "unapply"
    reduce_below_applied: str = "unapply"  # or "refuse"
    customer_change_when_paid: str = "refuse"  # or "allow"
    line_without_item: str = "drop_amount"  # or "default_item"
    line_without_tax_code: str = "NON"  # or "item": outside automated sales tax
    discount_when_switched_off: str = "refuse"  # or "drop"
    total_tax_overrides_automation: bool = True
    cross_type_numbers: bool = True  # sales forms share one sequence of numbers
    closed_books_code: str = "6210"  # or "6200"
    duplicate_number_code: str = "6140"  # or "6210", which a 2017 post of Intuit's gives it; the text stays the same
    foreign_currency_code: str = "6000"  # in a company with one currency
    currency_ref_required: bool = True  # in a company with several currencies
    rates_without_multicurrency: bool = True
    yen_decimals: int = 2
    empty_reference: str = "clear"  # or "ignore": what a sparse update with a reference to nothing does to an optional one
    inactive_reference_code: str = "610"
    missing_reference_code: str = "2500"

    # custom fields beside the classic three
    custom_fields_api: bool = True  # not in Intuit's own sandbox, nor below Essentials
    custom_fields_refusal: str = "403"  # or "errors": a GraphQL answer with 200, where scope or edition does not allow it
    custom_fields_in_batches: bool = True  # whether the include on a batch's address counts for what is in it
    custom_fields_in_captures: bool = True  # whether change data capture knows the include
    classic_fields_defined: bool = True  # whether the classic three are among the definitions
    blank_custom_fields_shown: bool = False
    unnamed_custom_fields: str = "clear"  # or "keep": further ones that a write with the include does not name
    unknown_option: str = "refuse"  # or "drop": a drop-down's value that is no id of its options

    # payments
    payment_above_balance: str = "unapplied"  # seen live: the rest of an overpayment stays credit; or "refuse"
    auto_apply_credit_takes_payments: bool = True  # AutoApplyCredit links unapplied payments as well as credit memos
    payment_of_other_customer: str = "refuse"  # or "unapplied"
    payment_bumps_sync_token: bool = True
    payment_announces_invoice: bool = True

    # lists
    case_sensitive_names: bool = False
    suffix_of_inactive: str = " (deleted)"
    merge_bumps_sync_token: bool = True  # whether an entry merged into another gets a new version as it turns inactive
    blank_name_code: str = "6080"  # or "2050": a name of nothing but spaces
    refused_in_item_names: str = ":\t\n"

    # queries and change data capture
    case_sensitive_queries: bool = False
    above_max_results: str = "clamp"  # or "refuse"
    total_count_in_rows: bool = True
    unequal_parses: bool = True  # `!=`: undocumented, but seen to work
    doubled_quote_escapes: bool = False
    sku_without_asking: bool = True
    bad_email_fails_query: bool = True  # one unparsable stored address makes its page fail (4002)
    capture_includes_bound: bool = True
    capture_too_old_code: str = "500"
    not_captured: str = ""  # one more kind that is refused: the page leaves "Preferences" open
    capture_limit: int = 1000  # objects in one answer
    capture_limit_keeps: str = "oldest"  # or "newest"
    capture_days: int = 30

    posted_queries_metered: bool = True

    # batch
    batch_limit: int = 30
    batch_order: str = "request"  # or "shuffled"

    # webhooks
    self_echo: bool = True  # an app's own writes are announced to it
    aggregation_seconds: float = 0.3
    merge_id_member: str = "deletedid"  # or "deletedId", as the older format has it; "" leaves it out
    inactivation_event: str = "update"  # or "delete"

    # automated sales tax: percent by region of the shipping address
    automated_rates: dict[str, str] = field(default_factory=lambda: {"CA": "8", "AZ": "9.1", "NJ": "6.625"})
