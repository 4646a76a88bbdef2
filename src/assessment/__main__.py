"""`python -m assessment` is the command `assessment`."""

from assessment.cli.main import main

main()
