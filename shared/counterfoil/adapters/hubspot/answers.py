"""What HubSpot's answers are wrapped in, checked at the edge; members that this product does not know are ignored.

All property values travel as strings; an empty string and null both mean "not set".
"""
# ruff: noqa: N815 - HubSpot's own spelling

from typing import Any

from pydantic import AliasChoices, Field

from counterfoil.adapters.hubspot.wire import Id, Text, Wire


class CrmObject(Wire):
    """A record of any type. Times are kept as HubSpot spells them: `updatedAt` is compared, never computed with."""

    id: Id
    properties: dict[str, str | None] = Field(default_factory=dict)
    createdAt: Text = ""
    updatedAt: Text = ""
    objectWriteTraceId: Text = ""


class BatchAnswer(Wire):
    """The answer to a batch: what went well, and a 207's errors, left raw for the table of errors."""

    results: tuple[CrmObject, ...] = ()
    errors: tuple[dict[str, Any], ...] = ()


class AssociationType(Wire):
    """One type of an association between two records."""

    typeId: int


class AssociatedRecord(Wire):
    """The far end of an association, with all its types."""

    toObjectId: Id
    associationTypes: tuple[AssociationType, ...] = ()

    def has_type(self, type_id: int) -> bool:
        """Whether the association is of the type `type_id` among others."""
        return any(each.typeId == type_id for each in self.associationTypes)


class RecordId(Wire):
    """A bare id."""

    id: Id


class NextPage(Wire):
    """Where a listing goes on."""

    after: Id


class Paging(Wire):
    """The paging part of a listing."""

    next: NextPage | None = None


class AssociationsShown(Wire):
    """What is associated with a record among one type, as the record itself shows it: only so many of them."""

    results: tuple[RecordId, ...] = ()
    paging: Paging | None = None

    @property
    def next_page(self) -> str:
        """The token of those that are not shown, "" when all are."""
        return self.paging.next.after if self.paging and self.paging.next else ""


class CrmObjectInFull(CrmObject):
    """A single record with its associations, by HubSpot's name of their type; a type is missing where there are none."""

    associations: dict[str, AssociationsShown] = Field(default_factory=dict)


class AssociationsOfRecord(Wire):
    """All or a page of one record's associations."""

    source: RecordId = Field(alias="from")
    to: tuple[AssociatedRecord, ...] = ()
    paging: Paging | None = None

    @property
    def next_page(self) -> str:
        """The token of the next page, "" on the last one."""
        return self.paging.next.after if self.paging and self.paging.next else ""


class AssociationBatch(Wire):
    """The answer to a batch read of associations; records without any are missing."""

    results: tuple[AssociationsOfRecord, ...] = ()


class SearchAnswer(Wire):
    """A page of search results, and how many there are on all pages."""

    total: int = 0
    results: tuple[CrmObject, ...] = ()
    paging: Paging | None = None

    @property
    def next_page(self) -> str:
        """The token of the next page, "" on the last one."""
        return self.paging.next.after if self.paging and self.paging.next else ""


class PropertyAccess(Wire):
    """What may be done with a property."""

    readOnlyValue: bool = False


class PropertyOption(Wire):
    """One of the values that a property may have."""

    value: str
    label: Text = ""


class PropertyDefinition(Wire):
    """What a portal says about one property of an object type."""

    name: str
    type: str = ""
    fieldType: str = ""
    label: Text = ""
    hasUniqueValue: bool = False
    options: tuple[PropertyOption, ...] = ()
    modificationMetadata: PropertyAccess = Field(default_factory=PropertyAccess)


class PropertyDefinitions(Wire):
    """All properties, or all property groups, of an object type."""

    results: tuple[PropertyDefinition, ...] = ()


class AccountDetails(Wire):
    """The portal itself (https://developers.hubspot.com/docs/api-reference/latest/account/account-information)."""

    portalId: Id
    timeZone: str
    companyCurrency: str
    additionalCurrencies: tuple[str, ...] = ()


class TokenAnswer(Wire):
    """New OAuth tokens; `expires_in` in seconds."""

    access_token: str = Field(min_length=1, repr=False)
    refresh_token: str = Field(min_length=1, repr=False)
    expires_in: int = Field(gt=0)


class ConsentAnswer(TokenAnswer):
    """The first tokens of a grant, with the portal that gave it."""

    hub_id: int


class TokenDetails(Wire):
    """What an access token permits, and in which portal. A private app's has no end, and so no `active`."""

    active: bool = True
    hub_id: int = Field(default=0, validation_alias=AliasChoices("hub_id", "hubId"))
    scopes: tuple[str, ...] = ()
