"""The text of both editions in the order in which it is read."""
