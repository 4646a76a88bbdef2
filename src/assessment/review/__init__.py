"""The web face of reviews: a local app for a browser, and a packet that needs none."""
