"""The graph of the report: dataset version, notebook, cell, then figure, table or value, then chapter and sentence."""
