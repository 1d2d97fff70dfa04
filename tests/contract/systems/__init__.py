"""Both vendors' systems over their twins, held to one contract."""
