"""What HubSpot's properties take, as far as people may map them.

Source: https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
"""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.answers import PropertyDefinition
from counterfoil.adapters.hubspot.associates import ASSOCIATES
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import OBJECTS
from counterfoil.adapters.hubspot.properties import GROUP
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import FieldType, Holder
from counterfoil.domain.rules.vendor_field import VendorField

_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        "string": FieldType.TEXT,
        "phone_number": FieldType.TEXT,
        "number": FieldType.NUMBER,
        "date": FieldType.DATE,
        "datetime": FieldType.DATETIME,
        "enumeration": FieldType.ENUMERATION,
        "bool": FieldType.BOOLEAN,
    }
)
_SWITCH = "booleancheckbox"


def property_fields(http: VendorHttp, kind: EntityKind, holder: Holder = Holder.SELF) -> Mapping[str, VendorField]:
    """The properties of a kind, or of what its records are associated with, by name. Raises VendorError.

    Those of types that can neither be mapped nor asked for are missing.
    """
    objects = ASSOCIATES.get(holder, OBJECTS[kind])
    return {one.name: _field(one) for one in HubSpotClient(http).properties(objects) if one.type in _TYPES}


def _field(found: PropertyDefinition) -> VendorField:
    """The product's own properties are nobody's to write."""
    return VendorField(
        name=found.name,
        label=found.label or found.name,
        type=FieldType.BOOLEAN if found.fieldType == _SWITCH else _TYPES[found.type],
        read_only=found.modificationMetadata.readOnlyValue or found.name.startswith(f"{GROUP}_"),
        options={option.value: option.label or option.value for option in found.options},
    )
