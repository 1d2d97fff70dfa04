"""Plans over everything that the rules admit, for people to see before anything is carried; and applying just those."""
