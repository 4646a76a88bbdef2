"""Renderers: from a manuscript to the pages and the PDF of an edition. Two of them behind one protocol."""
