"""Notebooks: read them, know what their results depend on, execute what changed, keep the results."""
