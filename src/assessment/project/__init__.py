"""The project: where its files are and what its configuration says. Read once; creates nothing."""
