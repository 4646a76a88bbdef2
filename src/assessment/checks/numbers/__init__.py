"""Numbers in the text of a book: which were quoted from a notebook, which may be typed, and which may not."""
