"""Quarto as a renderer: its command line, run on a staged copy of the project."""
