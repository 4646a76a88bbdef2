"""The command line: parses, calls, shows, exits. The only place that prints, and the only one that exits."""
