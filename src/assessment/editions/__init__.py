"""Editions: a manuscript and a renderer make one, with the manifest that says what went in and came out."""
