"""A customer between HubSpot's contact, with its primary company, and the domain. Pure."""

from counterfoil.adapters.hubspot.schemas import ContactProperties
from counterfoil.domain.records.customer import Address, Customer


def customer(contact: ContactProperties, company_name: str) -> Customer:
    """A contact with the name of its primary company ("" when it has none), which also names the customer."""
    person = " ".join(filter(None, (contact.firstname.strip(), contact.lastname.strip())))
    email = contact.email.strip().lower()
    return Customer(
        display_name=company_name or person or email,
        company_name=company_name or contact.company,
        given_name=contact.firstname,
        family_name=contact.lastname,
        email=email,
        other_emails=tuple(filter(None, (each.strip().lower() for each in contact.hs_additional_emails.split(";")))),
        phone=contact.phone,
        mobile_phone=contact.mobilephone,
        address=Address(
            street=contact.address,
            city=contact.city,
            region=contact.state,
            postal_code=contact.zip,
            country=contact.country,
        ),
    )


def contact_properties(record: Customer) -> dict[str, tuple[str, str]]:
    """By domain field: HubSpot's property and its value. The display name has none: it follows from the others."""
    return {
        "company_name": ("company", record.company_name),
        "given_name": ("firstname", record.given_name),
        "family_name": ("lastname", record.family_name),
        "email": ("email", record.email),
        "phone": ("phone", record.phone),
        "mobile_phone": ("mobilephone", record.mobile_phone),
        "street": ("address", record.address.street),
        "city": ("city", record.address.city),
        "region": ("state", record.address.region),
        "postal_code": ("zip", record.address.postal_code),
        "country": ("country", record.address.country),
    }


def new_contact_properties(record: Customer) -> dict[str, tuple[str, str]]:
    """As above, for a new contact, which must have a name or an e-mail address: at worst its display name is its last.

    Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
    """
    properties = contact_properties(record)
    if not (record.given_name or record.family_name or record.email):
        properties["family_name"] = ("lastname", record.display_name)
    return properties
