"""What people send as forms, as changes of the product's documents. Right or wrong, nothing that was typed is lost."""
