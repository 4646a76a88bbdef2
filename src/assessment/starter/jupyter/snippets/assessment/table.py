#| label: tbl-NAME
#| tbl-cap: "What the table lists."
show(table)
