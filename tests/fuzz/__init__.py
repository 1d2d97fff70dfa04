"""Hostile requests to every route: none may break a function, be believed, or reach a queue."""
