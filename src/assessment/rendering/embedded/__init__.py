"""The embedded renderer: pandoc, Typst and a shell of our own. Always there; it also serves the preview."""
