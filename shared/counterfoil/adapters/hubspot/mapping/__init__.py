"""Every kind of record, between HubSpot's wire and the domain. Pure: no calls, no clock.

Every function from the wire raises pydantic's ValidationError, naming the property, when a record cannot be understood.
"""
