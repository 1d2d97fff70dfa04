"""The product beside what people write or install instead: the same invoices, on fresh twins each."""
