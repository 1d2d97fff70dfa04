"""Rules with own mappings, and the fields that vendors may have for them."""

from hypothesis import strategies as st

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction, FieldMapping, FieldType, SyncRule
from counterfoil.domain.rules.faults_of_fields import VendorFields
from counterfoil.domain.rules.vendor_field import VendorField, quickbooks_names
from tests.builders import a_rule

INVOICE = EntityKind.INVOICE
WORDS = st.sampled_from(["", "n", "s", "North", "South", "a rather long text that no custom field takes", " "])
HUBSPOT_NAMES = st.sampled_from(["", "branch", "po_number", "hs_comments", "counterfoil_error"])
QUICKBOOKS_NAMES = st.sampled_from(["", "DocNumber", *quickbooks_names(INVOICE)])


@st.composite
def mappings(draw: st.DrawFn, name: str) -> FieldMapping:
    """One of a person's own, right or wrong."""
    return FieldMapping(
        id=name,
        hubspot=draw(HUBSPOT_NAMES),
        quickbooks=draw(QUICKBOOKS_NAMES),
        direction=draw(st.sampled_from(Direction)),
        enabled=draw(st.booleans()),
        own=True,
        choices=draw(st.dictionaries(WORDS, WORDS, max_size=2)),
        blanks=draw(st.sampled_from(["keep", "clear"])),
        constant=draw(st.one_of(st.just(""), WORDS)),
        informs=draw(st.booleans()),
    )


@st.composite
def rules(draw: st.DrawFn) -> SyncRule:
    """A rule for invoices with one or two own mappings."""
    names = draw(st.sampled_from([("one",), ("one", "two"), ("one", "memo"), ("",)]))
    own = tuple(draw(mappings(name)) for name in names)
    return a_rule(INVOICE, draw(st.sampled_from(Direction)), mappings=own)


@st.composite
def fields(draw: st.DrawFn, name: str) -> VendorField:
    """A field of any type."""
    options = draw(st.lists(WORDS.filter(str.strip), max_size=2, unique=True))
    kind = draw(st.sampled_from(FieldType))
    return VendorField(
        name=name,
        label=name.title(),
        type=kind,
        longest=draw(st.sampled_from([0, 3, 31])),
        read_only=draw(st.booleans()),
        options={option: option for option in options} if kind is FieldType.ENUMERATION else {},
    )


@st.composite
def known_fields(draw: st.DrawFn) -> VendorFields:
    """What both vendors have."""
    hubspot = draw(st.sets(HUBSPOT_NAMES.filter(bool)))
    quickbooks = draw(st.sets(QUICKBOOKS_NAMES.filter(bool)))
    return {
        System.HUBSPOT: {name: draw(fields(name)) for name in sorted(hubspot)},
        System.QUICKBOOKS: {name: draw(fields(name)) for name in sorted(quickbooks)},
    }
