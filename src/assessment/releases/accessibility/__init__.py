"""Whether everybody can read both editions."""
