"""Every text that people see, with named parameters, so that another language is another set of patterns.

`catalogue` says what each error means and what to do; `reasons` explain decisions, `refusals` what could not be done;
`mails` and `invoice_property` are the rooms in which people read them, `details` what these have in common; `names` and
`words` are the pieces that they name things by.
"""
