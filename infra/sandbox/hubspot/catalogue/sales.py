"""Products and line items."""

from infra.sandbox.hubspot.definitions import choice, days, flags, numbers, texts

FREQUENCIES = ("weekly", "biweekly", "monthly", "quarterly", "per_six_months", "annually", "per_two_years")
_SOLD = [
    *texts("name", "hs_sku", "hs_url", "hs_images", "hs_tier_ranges", "hs_tier_prices", "hs_recurring_billing_period"),
    texts("description")[0].changed(field_type="textarea"),
    *numbers("price", "hs_cost_of_goods_sold", "tax"),
    choice("recurringbillingfrequency", FREQUENCIES),
    choice("hs_pricing_model", ("flat", "volume", "graduated", "stairstep")),
    *texts("hs_tax_category"),
]

PRODUCTS = [
    *_SOLD,
    choice("hs_product_type", ("inventory", "non_inventory", "service")),
    choice("hs_status", ("active", "inactive")),
    *numbers("hs_folder_id"),
    *numbers("hs_price_usd", "hs_price_eur", "hs_price_gbp", "hs_price_cad"),
    *flags("hs_discountable"),
]

LINE_ITEMS = [
    *_SOLD,
    *numbers("quantity", "discount", "hs_discount_percentage", "hs_position_on_quote", "hs_term_in_months"),
    *numbers("hs_billing_start_delay_days", "hs_billing_start_delay_months"),
    *numbers("hs_product_id"),
    *numbers("amount", calculated=True),
    *numbers("hs_pre_discount_amount", "hs_total_discount", "hs_effective_unit_price", calculated=True),
    *numbers("hs_tax_rate", "hs_tax_amount", "hs_auto_tax_amount", "hs_post_tax_amount", calculated=True),
    *numbers("hs_margin", "hs_margin_acv", "hs_margin_arr", "hs_margin_mrr", "hs_margin_tcv", calculated=True),
    *numbers("hs_acv", "hs_arr", "hs_mrr", "hs_tcv", calculated=True),
    *numbers("hs_recurring_billing_number_of_payments", calculated=True),
    *texts("hs_tax_rate_group_id", "hs_external_tax_rate_id", "hs_line_item_currency_code"),
    *texts("hs_tax_label", read_only=True),
    *days("hs_recurring_billing_start_date", "hs_recurring_billing_end_date"),
    choice("hs_recurring_billing_terms", ("FIXED", "ROLLING")),
    choice("hs_billing_start_delay_type", ("hs_billing_start_delay_days", "hs_billing_start_delay_months")),
]
