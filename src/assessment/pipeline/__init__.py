"""The pipeline: the stages of a build in order, and the other questions one asks of a project."""
