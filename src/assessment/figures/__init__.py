"""Figures and tables: taken from executed notebooks, each with its picture, its data and its words."""
