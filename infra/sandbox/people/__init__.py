"""The people who act in the twins: who sell and bill in HubSpot, who put HubSpot right, who keep the books in QuickBooks.

They act as people do: through the vendors' own HTTP API and pages, never past them. The `httpx2.Client` that reaches a twin,
the clock and the account are passed in, so that the same person acts over real HTTP and within one process.

    portal.py         `Portal`: the records of one HubSpot account, through HubSpot's API
    sales.py          `Salesperson`: contacts, invoices and payments taken elsewhere, through the same API
    administrator.py  `Administrator`: edits, deletes, refunds and card payments, in HubSpot's own pages
    bookkeeper.py     `Bookkeeper`: lists, forms, payments and preferences, in QuickBooks' own pages
    accountant.py     `Accountant`: looks at a company's books through Intuit's API, and changes nothing
    days.py           days as a person in the portal's time zone picks and reads them
    access.py         how all of them reach a vendor; `RefusedError` has the vendor's own words

People call HubSpot under its legacy paths (`PEOPLES_PATHS`), the product under dated ones: so calls and faults can tell
whose they are.
"""
