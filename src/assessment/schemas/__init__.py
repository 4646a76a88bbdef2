"""JSON Schemas of the files that are ours: for editors, for tests, for the reference."""
