"""What surrounds the bundle: the twins, the local stack, the operator's commands, the demo."""
