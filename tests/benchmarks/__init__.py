"""What the product asks of the vendors for much work, in counts; nothing here is judged by time."""
