"""What HubSpot's public sources leave open, as switches; each default is the likelier reading."""

from dataclasses import dataclass


@dataclass(slots=True)
class Switches:
    """One field per uncertain behaviour or account setting; settable at run time through `/_twin/switches`."""

    # limits: https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
    rate_limits: bool = True
    requests_per_ten_seconds: int = 110  # an OAuth app, per installing account
    private_app_requests_per_ten_seconds: int = 190
    private_app_requests_per_day: int = 625_000
    search_requests_per_second: int = 5  # per account; 0 lifts it
    search_index_lag_seconds: float = 0.0  # integrators report up to 30

    search_filter_groups: int = 5  # the OpenAPI files say 6

    # writing
    product_unique_properties: bool = False  # the properties guide rules them out
    epoch_seconds_refused: bool = True  # a date sent as epoch seconds: INVALID_DATE
    unchanged_write_moves_last_modified: bool = False
    upsert_by_email: bool = True
    batch_answers_207: bool = True  # False: the 2026-09 files list only 200/201
    merge_creates_record: bool = True  # False: the primary record survives under its own id

    # line items and order-level amounts
    line_item_amount_refused: bool = False  # False: a sent `amount` is accepted and calculated anew
    line_item_single_parent: bool = True
    tax_single_invoice: bool = True

    # invoices; account settings first
    edit_finalised_invoices: bool = False
    delete_unpaid_invoices: bool = False
    number_at_creation: bool = False
    invoice_number_unique: bool = False
    invoice_source: str = "HUBSPOT"  # hs_invoice_source of invoices made in HubSpot, also by API
    billable_number_writable: bool = False
    billable_created_open: bool = False
    billable_voided_by_api: bool = True
    billable_paid_by_api: bool = False
    past_due_date_refused: bool = False  # on billable invoices
    non_billable_deletable: bool = True
    non_billable_number_writable: bool = True
    non_billable_status_writable: bool = True
    non_billable_dates_writable: bool = True
    non_billable_amount_writable: bool = True
    non_billable_balance_writable: bool = False
    non_billable_refusals_silent: bool = False  # True: what may not be written is left out, and nothing is said
    non_billable_amount_calculated: bool = True  # from its line items, until somebody writes hs_amount_billed

    # payments
    payments_need_processor: bool = False
    payments_move_invoice: bool = True  # a succeeded payment moves a billable invoice's balance and status
    payments_move_non_billable_amounts: bool = True
    payments_move_non_billable_status: bool = False
    payment_removal_reopens_invoice: bool = True
    overpayment_refused: bool = False

    # associations
    first_company_becomes_primary: bool = True
    line_items_association_key: str = "line items"  # in a record's `associations`; other integrations saw line_items
    dated_association_list_as_v3: bool = False  # the invoices guide shows {id, type} at a dated path
    v4_association_ids_numeric: bool = True
    dated_association_ids_numeric: bool = False
    missing_associations_reported: bool = True  # batch read names records without associations in `errors`

    # OAuth
    rotate_refresh_tokens: bool = False
    consent_denied: bool = False  # the person on the consent page declines

    # webhooks
    webhook_aggregation_seconds: float = 0.3
    calculated_change_source: str = "CALCULATED"
