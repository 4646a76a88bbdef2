"""What tests of panels tell of: two files of data, and a table."""

from assessment.provenance.graph import Break, Disagreement, Input, Licence, Source

RAIN = Input(
    path="data/rain/2023.csv",
    sha256="a" * 64,
    dataset="rain",
    version="2023",
    title="Rain by town",
    description="Rain in millimetres.",
    retrieved="2024-01-02",
    sources=(
        Source("Weather Office", "Rain of the north", "https://example.org/north", "2022"),
        Source("Coast Guard", "Rain at sea", "", "2023", "p. 4"),
        Source("Weather Office", "Rain of the south", "", "2024"),
    ),
    licences=(Licence("CC0-1.0", "Creative Commons Zero", "https://example.org/zero"),),
    breaks=(Break("rain", "2020", "New gauges."),),
    disagreements=(Disagreement("D1", "Rain in May", "rain", "12", "Coast Guard", "14", "Weather Office", "Use 14."),),
)
LOOSE = Input(path="data/loose.csv", sha256="b" * 64)
DATA = {
    "schema": {"fields": [{"name": "town", "type": "string"}, {"name": "wet_days", "type": "integer"}]},
    "data": [{"town": "coast, north", "wet_days": 12}, {"town": "hills", "wet_days": None}],
}
