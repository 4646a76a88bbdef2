import copy
import hashlib
import json

import pytest

RAIN = b"station,year,status,mm\nharbour,2023,measured,640\nharbour,2024,estimated,702\n"
SCHEMA = {
    "fields": [
        {"name": "station", "type": "string", "constraints": {"required": True}},
        {"name": "year", "type": "year"},
        {"name": "status", "type": "string", "constraints": {"enum": ["measured", "estimated"]}},
        {"name": "mm", "type": "integer", "constraints": {"minimum": 0}},
    ],
    "primaryKey": ["station", "year"],
}


@pytest.fixture
def resource():
    """The declaration of one version of the dataset `rain`, true for its content unless told otherwise."""

    def make(version="2024", content=RAIN, **fields):
        return {
            "name": f"rain.{version}",
            "path": f"rain/{version}.csv",
            "dataset": "rain",
            "version": version,
            "profile": "tabular-data-resource",
            "title": "Rain by year",
            "encoding": "utf-8",
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "schema": copy.deepcopy(SCHEMA),
            "sources": [{"title": "Yearbook", "path": "https://example.org/yearbook"}],
            "licenses": [{"name": "CC-BY-4.0"}],
            **fields,
        }

    return make


@pytest.fixture
def data_project(make_project, resource):
    """A project with one dataset version, `rain` 2024, of the given content."""

    def make(content=RAIN, pins=None, resources=None, **files):
        declared = resources if resources is not None else [resource(content=content)]
        package = json.dumps({"name": "weather", "resources": declared})
        extra = {"data/pins.yml": pins} if pins is not None else {}
        return make_project({"data/datapackage.json": package, "data/rain/2024.csv": content, **extra, **files})

    return make
