"""For each error of the catalogue: its remedy is followed, as a person would, and the record is in sync soon after."""
