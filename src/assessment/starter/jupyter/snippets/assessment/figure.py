#| label: fig-NAME
#| fig-cap: "What the chart shows, with unit and period."
#| fig-alt: "What a reader who cannot see it should know."
figure, (axes,) = canvas(height=2.9)
axes.plot(table["x"], table["y"])
show(figure, table)
