"""Published values: named numbers, how they are printed, and where they stand in prose."""
