"""Requests and answers: routes by subject, and what is common to all of them."""
