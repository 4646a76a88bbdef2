"""How long a command waits for another one that holds the project."""

WAIT_SECONDS = 600.0
