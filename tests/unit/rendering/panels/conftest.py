from dataclasses import replace
from pathlib import Path

import pytest
from facts_of_rain import DATA, RAIN

from assessment.look import look_folder
from assessment.model import Value
from assessment.provenance.graph import Lineage, Use
from assessment.rendering.panels.wording import read_labels

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def labels():
    return read_labels(look_folder(ROOT))


@pytest.fixture(scope="session")
def templates():
    return look_folder(ROOT) / "html"


@pytest.fixture
def figure():
    """A chart of rain, embedded in a chapter."""
    return Lineage(
        "fig-rain",
        "figure",
        "notebooks/rain.ipynb",
        "fig-rain",
        'draw("<rain>")',
        "c" * 64,
        "d" * 64,
        text="Rain by town. Wet days have a millimetre or more.",
        inputs=(RAIN,),
        data=DATA,
        used_in=(Use("chapters/rain.qmd", 3, "embedded"),),
    )


@pytest.fixture
def number():
    """A number of wet days, quoted in a chapter."""
    value = Value("rain.days", 12, "percent", "12%", "notebooks/rain.ipynb", "values", base="all days", period="2023")
    return Lineage(
        "rain.days",
        "value",
        "notebooks/rain.ipynb",
        "values",
        "publish(12)",
        "e" * 64,
        "d" * 64,
        text="12%",
        inputs=(replace(RAIN, sources=RAIN.sources[:1], caveats=("Two gauges failed.",)),),
        caveats=("Two gauges failed.",),
        value=value,
        used_in=(Use("chapters/rain.qmd", 5, "quoted", "It rained on 12% of days."),),
    )
