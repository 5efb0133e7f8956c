"""Public transport stops, with the departures of an ordinary Tuesday where they are known."""

from data.columns import breaks, count, name
from data.model import Bounds, Cadence, Column, Dataset, Layer, Role, Scope

DATASET = Dataset(
    name="ov_haltes",
    title="Haltes van het openbaar vervoer",
    title_en="Public transport stops",
    description=(
        "Haltes met het aantal vertrekken in een richting op een gewone dinsdag van 9 tot 16 uur."
    ),
    publisher="NDOV",
    licence="CC0 1.0",
    attribution="NDOV, OVapi",
    source_url="https://gtfs.ovapi.nl",
    theme="omgeving",
    geometry="Point",
    columns=(
        Column(
            name="halte",
            title="Haltecode",
            title_en="Stop code",
            sources=("stop_id", "quaycode"),
            required=True,
            role=Role.KEY,
        ),
        name("naam", "Halte", "Stop", "stop_name", "quayname"),
        count(
            "vertrekken_9_16",
            "Vertrekken in een richting, dinsdag 9-16 uur",
            "Departures in one direction, Tuesday 9-16 h",
            "vertrekken",
            "departures",
            classes=breaks(0, 7, 14, 28, 56),
            palette="viridis_r",
        ),
        Column(
            name="dienstdag",
            type="date",
            title="Dienstregeling van",
            title_en="Timetable of",
            sources=("service_date",),
            optional=True,
        ),
        Column(
            name="toegankelijk",
            title="Toegankelijk",
            title_en="Accessible",
            sources=("wheelchair_boarding", "accessible"),
            optional=True,
        ),
    ),
    key=("halte",),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(1, 100_000), shrink=0.7, grow=1.5),
    cadence=Cadence("40 3 * * 1", 30),
    layers=(
        Layer(
            name="haltes",
            title="Haltes",
            title_en="Stops",
            description="Haltes met het aantal vertrekken overdag.",
            theme="omgeving",
            columns=("halte", "naam", "vertrekken_9_16", "dienstdag"),
            minzoom=10,
            labels="naam",
        ),
    ),
)
