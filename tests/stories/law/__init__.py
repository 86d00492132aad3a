"""What the law says, told through the doors."""
