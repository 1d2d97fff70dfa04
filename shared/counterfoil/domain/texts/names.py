"""How records are called in the middle of a sentence."""

from counterfoil.domain.texts.sentence import Phrase

CUSTOMER = Phrase("the customer {name}")
PRODUCT = Phrase("the product {name}")
ITEM = Phrase("the item {name}")
WITH_SKU = Phrase("{name} (SKU {sku})")
CHECKED_AND_DELETED = Phrase("Check by Counterfoil: is deleted at once")
DISCOUNT = Phrase("Discount")
LINE = Phrase("Line")
INVOICE = Phrase("invoice {name}")
PAYMENT = Phrase("the payment of {amount}")
FROM_SYSTEM = Phrase("{name} from {system}")
PAYMENT_OF_DAY = Phrase("the payment of {amount} of {day}")
BY_ID = Phrase("the {kind} with the id {id} in {system}")
UNKNOWN = Phrase("the {kind}")
ONE_OF_SEVERAL = Phrase("{name} (id {id})")
ITEM_WITH_SKU = Phrase("the item with the SKU {sku}")
CUSTOMER_IN_THE_MAKING = Phrase("the customer that is being made")
SOLD_WITHOUT_PRODUCT = Phrase("Sold without a product of its own")
OWN_CUSTOMER = Phrase("its own customer")
WHAT_IT_REFERS_TO = Phrase("what it refers to")
