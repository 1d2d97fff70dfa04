"""A customer between HubSpot's contact, with its primary company, or its company, and the domain. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil.adapters.hubspot.mapping.common import ref
from counterfoil.adapters.hubspot.schemas import CompanyProperties, ContactProperties
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.parties import company_ref
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.rules import CustomerOptions


def customer(contact: ContactProperties, company_id: str, company_name: str, options: CustomerOptions) -> Customer:
    """A contact with its primary company, "" when it has none, which may also name the customer.

    One of whom only the firm is known is called after that, whatever its address.
    """
    given_name, family_name = _person(contact)
    person = " ".join(filter(None, (given_name.strip(), family_name.strip())))
    email = contact.email.strip().lower()
    company = company_ref(company_id) if company_id else None
    after_company = options.name_from_company and not options.sub_customers
    return Customer(
        display_name=(company_name.strip() if after_company else "")
        or person
        or contact.company.strip()
        or email
        or company_name.strip(),
        company_name=company_name or contact.company,
        company=company,
        parent=company if options.sub_customers else None,
        stands_back=options.of_companies and not options.sub_customers and company is not None,
        given_name=given_name,
        family_name=family_name,
        email=email,
        other_emails=_addresses(contact)[bool(email) :],
        phone=contact.phone,
        mobile_phone=contact.mobilephone,
        address=_address(contact),
    )


def company(properties: CompanyProperties, members: Mapping[str, ContactProperties]) -> Customer:
    """A company with the contacts whose primary company it is, by id; it is also found by their addresses."""
    return Customer(
        display_name=properties.name.strip() or properties.domain,
        company_name=properties.name,
        other_emails=tuple(dict.fromkeys(one for each in members.values() for one in _addresses(each))),
        phone=properties.phone,
        address=_address(properties),
        members=tuple(ref(EntityKind.CUSTOMER, one) for one in members),
    )


def becomes_company(record: Customer, options: CustomerOptions) -> bool:
    """Whether a customer of QuickBooks is a company in HubSpot: where companies are customers, and it is called after none
    of its people. Who is below another customer there is a person."""
    return options.of_companies and not record.job and not is_person(record.fields())


def new_company_properties(record: Customer) -> dict[str, tuple[str, str]]:
    """As below, for a new company, which is named in any case."""
    return company_properties(replace(record, company_name=record.company_name or record.display_name))


def company_properties(record: Customer) -> dict[str, tuple[str, str]]:
    """By domain field: the property of a company, and its value."""
    return {
        "company_name": ("name", record.company_name),
        "phone": ("phone", record.phone),
        "street": ("address", record.address.street),
        "city": ("city", record.address.city),
        "region": ("state", record.address.region),
        "postal_code": ("zip", record.address.postal_code),
        "country": ("country", record.address.country),
    }


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
    """As above, for a new contact, which must have a name or an e-mail address.

    One that stands for a firm names it as its company, and also as its last name where it has no address either.
    Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
    """
    if record.given_name or record.family_name:
        return contact_properties(record)
    firm = record.company_name or record.display_name
    last_name = "" if record.email else firm
    return contact_properties(replace(record, company_name=firm, family_name=last_name))


def _person(contact: ContactProperties) -> tuple[str, str]:
    """First and last name; one that is called after its firm is nobody (see `new_contact_properties`)."""
    firm = contact.company.strip()
    is_firm = bool(firm) and not contact.firstname.strip() and contact.lastname.strip() == firm
    return ("", "") if is_firm else (contact.firstname, contact.lastname)


def _addresses(contact: ContactProperties) -> tuple[str, ...]:
    listed = (contact.email, *contact.hs_additional_emails.split(";"))
    return tuple(filter(None, (each.strip().lower() for each in listed)))


def _address(properties: ContactProperties | CompanyProperties) -> Address:
    return Address(
        street=properties.address,
        city=properties.city,
        region=properties.state,
        postal_code=properties.zip,
        country=properties.country,
    )
