"""Invoices, payments, and the order-level discounts, fees and taxes."""

from infra.sandbox.hubspot.definitions import choice, flags, moments, numbers, texts

INVOICE_STATUSES = ("draft", "open", "paid", "voided")
PAYMENT_STATUSES = (
    "processing",
    "succeeded",
    "failed",
    "partially_refunded",
    "refunded",
    "processing_refund",
    "disputed_won",
    "disputed_lost",
    "disputed_action_required",
    "disputed_awaiting_decision",
)
PAYMENT_METHODS = ("card", "ach", "cash", "check", "wire_transfer", "other", "sepa", "bacs", "pads")
_RECIPIENT = [
    f"hs_recipient_{kind}_{part}"
    for kind in ("shipping", "company")
    for part in ("address", "address2", "city", "state", "zip", "country", "country_code")
]

INVOICES = [
    *texts("hs_currency", "hs_number", "hs_title", "hs_purchase_order_number", "hs_terms", "hs_tax_id"),
    texts("hs_comments")[0].changed(field_type="textarea"),
    choice("hs_invoice_status", INVOICE_STATUSES),
    *flags("hs_invoice_billable", "hs_allow_partial_payments", "hs_invoice_overdue_reminders_enabled"),
    *moments("hs_invoice_date", "hs_due_date", "hs_external_createdate"),
    *moments("hs_payment_date", read_only=True),
    numbers("hs_amount_billed")[0].changed(calculated=True, label="Amount billed"),
    *numbers("hs_balance_due", "hs_amount_paid", "hs_days_overdue", calculated=True),
    *numbers("hs_subtotal", "hs_total_discount", "hs_discount_percentage", "hs_tax", "hs_fees_total", calculated=True),
    choice("hs_allowed_payment_methods", ("credit_or_debit_card", "ach", "sepa", "bacs", "pads"), multiple=True),
    choice("hs_invoice_payment_collection_method", ("manual", "none")),
    choice("hs_collect_address_types", ("billing_address", "shipping_address"), multiple=True),
    choice("hs_invoice_source", ("HUBSPOT", "hubspot", "data_sync", "legacy_quickbooks"), read_only=True),
    *texts(*_RECIPIENT),
    *texts("hs_custom_fields", "hs_language", "hs_locale", "hs_external_recipient", "hs_external_invoice_id"),
    *texts("hs_invoice_link", "hs_pdf_download_link", read_only=True),
    *texts("hs_invoice_latest_contact_email", "hs_invoice_latest_contact_firstname", read_only=True),
    *texts("hs_invoice_latest_contact_lastname", "hs_invoice_latest_company_name", read_only=True),
    *numbers("hs_num_associated_payments", calculated=True),
]

PAYMENTS = [
    *numbers("hs_initial_amount", "hs_fees_amount", "hs_refunds_amount", "hs_line_item_discounts_amount"),
    *moments("hs_initiated_date", "hs_payout_date"),
    choice("hs_latest_status", PAYMENT_STATUSES),
    choice("hs_payment_method_type", PAYMENT_METHODS),
    choice("hs_processor_type", ("hs_payments", "byo_stripe", "none", "quickbooks", "xero")),
    *texts("hs_currency_code", "hs_customer_email", "hs_reference_number", "hs_internal_comment"),
    *texts("hs_payment_method_bank_or_issuer", "hs_payment_method_last_4", "hs_external_reference_id"),
    *texts(*(f"hs_billing_address_{part}" for part in ("city", "country", "line_1", "line_2", "state", "zip"))),
    *texts(*(f"hs_shipping_address_{part}" for part in ("city", "country", "line_1", "line_2", "state", "zip"))),
    *texts("hs_shipping_ship_to_name"),
    *texts("hs_payment_id", "hs_payment_method", "hs_payment_source_id", "hs_payment_source_name", read_only=True),
    *texts("hs_payment_source_url", "hs_digital_wallet_type", "hs_settlement_currency_code", read_only=True),
    *texts("hs_order_discount_code", "hs_payment_creation_method", read_only=True),
    choice("hs_payment_source_app", ("SALES_CHECKOUT", "QUOTE", "INVOICE", "MIGRATION", "SUBSCRIPTION"), read_only=True),
    choice("hs_payment_type", ("one_time_or_initial", "recurring"), read_only=True),
    *numbers("hs_platform_fee", "hs_platform_fee_in_portal_currency", read_only=True),
    *numbers("hs_platform_fee_in_settlement_currency", "hs_fees_amount_in_settlement_currency", read_only=True),
    *numbers("hs_net_amount_in_settlement_currency", "hs_max_refundable_amount_in_portal_currency", read_only=True),
    *numbers("hs_refunds_amount_in_portal_currency", "hs_total_discounts_amount", read_only=True),
    *numbers("hs_order_discount_amount", "hs_order_discount_percentage", read_only=True),
    *numbers("hs_line_item_discounts_amount_in_portal_currency", read_only=True),
    *numbers("hs_presentment_to_portal_currency_dated_exchange_rate", read_only=True),
    *numbers("hs_net_amount", "hs_net_amount_after_refunds", "hs_net_amount_in_portal_currency", calculated=True),
    *numbers("hs_initial_amount_in_portal_currency", "hs_initial_amount_in_settlement_currency", calculated=True),
    *numbers("hs_number_of_associated_invoices", calculated=True),
    *flags("hs_has_associated_invoice", "hs_hubspot_payments_enabled", read_only=True),
]

ADJUSTMENTS = [
    choice("hs_type", ("PERCENT", "FIXED")),
    *numbers("hs_value", "hs_sort_order"),
    *texts("hs_label", "hs_duration"),
]
