"""The report-authoring pipeline; see docs/architecture.md for the house and its flow."""
