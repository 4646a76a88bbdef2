"""Do two editions of one book say the same? Reads what each of them means, and explains every difference."""
