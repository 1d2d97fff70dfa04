"""The typed client of a deployed console: a method for each operation of its API, named as the API names it."""
