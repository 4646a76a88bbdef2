"""`python -m assessment` is the command `assessment`."""

from assessment.cli.entry import main

main()
