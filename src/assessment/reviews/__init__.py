"""Reviews of figures, tables and values: what was signed, by whom, and whether it still holds."""
