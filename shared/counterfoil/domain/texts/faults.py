"""What is wrong with a rule that somebody wants to save."""

from counterfoil.domain.texts.sentence import Sentence

NO_RULE_OF_THEIR_OWN = Sentence("Payments have no rule of their own: they follow the invoices' rule.")
NOT_A_VERSION = Sentence("Versions are counted from 1.")
NOTHING_NEEDS_THEM = Sentence('No document needs {kinds}: say "always" or "never".')
OPTIONS_OF_ANOTHER = Sentence("These are not the options of {kinds}.")
NAMED_TWICE = Sentence("{name} is named more than once.")
NO_NAME = Sentence("A name is missing.")
NO_PROPERTY = Sentence("A property of HubSpot is missing, or a fixed text in its place.")
NO_FIELD = Sentence("A field of QuickBooks is missing.")
# The shape of a document
WANTS_TEXT = Sentence("A text is wanted here.")
WANTS_TRUTH = Sentence("Either true or false is wanted here.")
WANTS_LIST = Sentence("A list is wanted here.")
WANTS_OBJECT = Sentence("An object is wanted here.")
MISSING = Sentence("This is missing.")
UNKNOWN_MEMBER = Sentence("A rule has nothing of this name.")
NOT_ONE_OF = Sentence("This must be one of: {all}.")
UNREADABLE = Sentence("This cannot be read.")
# Versions
NO_SUCH_VERSION = Sentence("There is no version {number} of the rule for {kinds}.")
NOT_SET_UP = Sentence("The rule for {kinds} was never on since it was made: save one with a direction.")
# Matching
NOT_MATCHED_BY = Sentence("The rule for {kinds} cannot match by {key}.")
# Filters
TOO_MANY_GROUPS = Sentence("A filter may have {most} groups at most.")
TOO_MANY_CLAUSES = Sentence("A filter may have {most} clauses at most, in all its groups together.")
TOO_MANY_CLAUSES_OF_A_GROUP = Sentence("A group may have {most} clauses at most.")
EMPTY_GROUP = Sentence("A group needs a clause; a filter without groups admits everything.")
NOT_ASSOCIATED = Sentence("This filter can ask only for values of: {names}.")
NOT_FOR_TYPE = Sentence("For {type} there are only: {names}.")
WRONG_COUNT = Sentence("The operator takes exactly this many values: {count}.")
WRONG_COUNTS = Sentence("The operator takes {fewest} to {most} values.")
NOT_OF_TYPE = Sentence('"{value}" is not {type}.')
BACKWARDS = Sentence("The first value is greater than the second.")
OF_ANOTHER_TYPE = Sentence("What {name} has is {type}: name that type.")
NO_SUCH_ACCOUNT = Sentence("QuickBooks has no active income account {value}; there are: {names}.")
# Mappings
UNKNOWN_FIELD = Sentence("The predefined mappings of {kinds} are: {names}.")
PREDEFINED = Sentence("A predefined mapping can only be switched on and off.")
NAME_OF_PREDEFINED = Sentence("A predefined mapping has this name.")
SHARED_TARGET = Sentence("Several mappings write {name} in {system}.")
NOT_MAPPABLE = Sentence("QuickBooks has no such field of {kinds} to map; there are: {names}.")
CONSTANT_AND_PROPERTY = Sentence("A mapping has a HubSpot property or a constant, not both.")
CONSTANT_ONE_WAY = Sentence("A constant goes from HubSpot to QuickBooks only.")
CONSTANT_WITHOUT_CHOICES = Sentence("A constant needs no choices.")
STANDS_FOR_SEVERAL = Sentence("Several options stand for {value}, so that none could be chosen on the way back.")
TOO_LONG = Sentence("This has {length} characters, {system} takes {longest}.")
READ_ONLY = Sentence("Nobody can write {name} in {system}.")
NOT_FOR_ALL = Sentence("In {system}, contacts and companies are customers, and not both have {name} to write.")
LINES_TO_LINES = Sentence(
    "A property of line items ({hubspot}) goes to what each line has ({quickbooks}), and nothing else does."
)
LINES_ONE_WAY = Sentence("What each line has goes from HubSpot to QuickBooks only.")
LINES_KEEP_BLANKS = Sentence("A line item without a value leaves its line as it is: blanks must be kept.")
TAKEN = Sentence("The predefined mapping {field} writes {name} already; switch it off first.")
NO_SUCH_FIELD = Sentence("{system} has no {name} in use; there are: {names}.")
NO_SUCH_OPTION = Sentence("In {system}, {name} cannot be {value}.")
NEEDS_CHOICES = Sentence("In {system}, {name} cannot be {names}: say in choices what each option stands for.")
TYPES_DIFFER = Sentence(
    "There is {type} in {name}; {target} in {system} takes {wanted}. Pick two fields of one sort, or one that takes text."
)
