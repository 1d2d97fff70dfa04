"""The records that are kept true, each in the product's own words: customers, products, invoices, payments."""
