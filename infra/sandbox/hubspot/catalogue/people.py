"""Contacts, companies and deals."""

from infra.sandbox.hubspot.definitions import choice, flags, moments, numbers, texts

LIFECYCLE_STAGES = (
    "subscriber",
    "lead",
    "marketingqualifiedlead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "evangelist",
    "other",
)
_EMAIL = texts("email")[0].changed(label="Email", unique=True, form_field=True)
_ADDITIONAL_EMAILS = choice("hs_additional_emails", (), multiple=True).changed(
    label="Additional email addresses", external_options=True
)

CONTACTS = [
    _EMAIL,
    _ADDITIONAL_EMAILS,
    *texts("firstname", "lastname", "phone", "mobilephone", "fax", "company", "jobtitle", "salutation", "website"),
    *texts("address", "city", "state", "zip", "country", "hs_language", "annualrevenue", "hs_email_domain"),
    choice("lifecyclestage", LIFECYCLE_STAGES),
    choice("hs_lead_status", ("NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "CONNECTED", "BAD_TIMING")),
    *numbers("associatedcompanyid", "num_associated_deals", "num_unique_conversion_events", read_only=True),
    *texts("hs_full_name_or_email", "hs_calculated_merged_vids", read_only=True),
    *flags("hs_is_unworked", read_only=True),
    *moments("closedate", "notes_last_updated"),
]

COMPANIES = [
    *texts("name", "domain", "website", "phone", "description", "about_us", "industry", "type"),
    *texts("address", "address2", "city", "state", "zip", "country", "timezone", "linkedin_company_page"),
    *numbers("annualrevenue", "numberofemployees"),
    *numbers("num_associated_contacts", "num_associated_deals", read_only=True),
    choice("lifecyclestage", LIFECYCLE_STAGES),
    *moments("closedate"),
    *texts("hs_parent_company_id", "hs_additional_domains"),
]

DEALS = [
    *texts("dealname", "description", "pipeline"),
    choice(
        "dealstage",
        (
            "appointmentscheduled",
            "qualifiedtobuy",
            "presentationscheduled",
            "decisionmakerboughtin",
            "contractsent",
            "closedwon",
            "closedlost",
        ),
    ),
    choice("dealtype", ("newbusiness", "existingbusiness")),
    *numbers("amount"),
    *numbers("amount_in_home_currency", "hs_projected_amount", calculated=True),
    *moments("closedate"),
    *texts("deal_currency_code"),
    *flags("hs_is_closed", "hs_is_closed_won", read_only=True),
    *numbers("num_associated_contacts", read_only=True),
]
