"""Versioned data: what the data package declares, which version is in use, whether the files agree."""
