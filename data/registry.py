"""Finds the declarations of data/datasets and refuses a set that contradicts itself."""

import importlib
import pkgutil
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

import data.datasets
from data import places
from data.model import Dataset, Kind, Layer


class DeclarationError(ValueError):
    """A declaration breaks a rule of this module; the message names the dataset and the rule."""


def problems(datasets: Mapping[str, Dataset]) -> list[str]:
    """Everything wrong with a set of declarations, each as one sentence."""
    found: list[str] = []
    layers: dict[str, str] = {}
    for name, dataset in datasets.items():
        names = [column.name for column in dataset.columns]
        if len(set(names)) != len(names):
            found.append(f"{name}: a column is declared twice")
        own = [*names, "leverancier"] if dataset.per_supplier else names
        found += [
            f"{name}: key column {key} is not declared" for key in dataset.key if key not in own
        ]
        found += [
            f"{name}: input {other} is no dataset"
            for other in (*dataset.inputs, *dataset.optional_inputs)
            if other not in datasets
        ]
        for layer in dataset.layers:
            if layer.name in datasets or layer.name in layers:
                found.append(f"{name}: layer {layer.name} has the name of something else")
            layers[layer.name] = name
            found += _layer_problems(dataset, layer, datasets)
        found += places.problems(dataset)
        found += _leaving_problems(dataset)
        found += _part_problems(dataset, datasets)
    try:
        TopologicalSorter(graph(datasets)).prepare()
    except CycleError as error:
        found.append(f"inputs go round in a circle: {' -> '.join(error.args[1])}")
    return found


def _layer_problems(dataset: Dataset, layer: Layer, datasets: Mapping[str, Dataset]) -> list[str]:
    names = {column.name for column in dataset.columns}
    found = [
        f"{dataset.name}: layer {layer.name} shows {name}, which is not declared"
        for name in layer.columns
        if name not in names
    ]
    if layer.geometry_from and layer.geometry_from[0] not in datasets:
        found.append(f"{dataset.name}: layer {layer.name} takes its shape from an unknown dataset")
    if layer.decidable and not layer.restricted:
        found.append(f"{dataset.name}: layer {layer.name} is open, no decision can open it")
    if (layer.decidable or not layer.restricted) and not found:
        shown = [dataset.column(name) for name in layer.columns]
        found += [
            f"{dataset.name}: layer {layer.name} shows {column.name} of tier "
            f"{dataset.tier_of(column)}"
            for column in shown
            if not dataset.may_be_open(column)
        ]
    return found


def _part_problems(dataset: Dataset, datasets: Mapping[str, Dataset]) -> list[str]:
    """Explanations and weights that point to something that is not there, or to no input."""
    own = {column.name for column in dataset.columns}
    found: list[str] = []
    counts = {column.name for column in dataset.columns if column.kind is Kind.COUNT}
    for column in dataset.columns:
        if column.mean_over and column.mean_over not in counts:
            found.append(
                f"{dataset.name}: {column.name} is weighed by {column.mean_over}, no count of it"
            )
        for part in column.parts:
            other = datasets.get(part.dataset) if part.dataset else dataset
            here = f"{dataset.name}: {column.name} is explained by"
            if other is None or (
                part.dataset and part.dataset not in (*dataset.inputs, *dataset.optional_inputs)
            ):
                found.append(f"{here} {part.dataset}, which is no input")
            elif part.column and part.column not in {c.name for c in other.columns}:
                found.append(f"{here} {other.name}.{part.column}, which is not declared")
            found += [
                f"{here} {name}, which is not declared"
                for name in (part.on, part.score, part.share)
                if name and name not in own
            ]
    return found


def _leaving_problems(dataset: Dataset) -> list[str]:
    """Announcements that tell a reader nothing, or point to a column that is not there."""
    names = {column.name for column in dataset.columns if not column.leaving}
    leaving = [(column.name, column.leaving) for column in dataset.columns if column.leaving]
    return [
        f"{dataset.name}: {name} is announced to go without a sentence that says why"
        for name, told in leaving
        if not told.reason.endswith(".")
    ] + [
        f"{dataset.name}: {name} is announced to become {told.successor}, which is no column"
        " that stays"
        for name, told in leaving
        if told.successor and told.successor not in names
    ]


def graph(datasets: Mapping[str, Dataset]) -> dict[str, set[str]]:
    """Dataset -> the datasets it is made from, shapes of its layers included."""
    return {
        name: {other for other in (*dataset.inputs, *dataset.optional_inputs) if other in datasets}
        for name, dataset in datasets.items()
    }


@cache
def registry() -> Mapping[str, Dataset]:
    """All datasets by name, inputs before what is made from them.

    Raises:
        DeclarationError: when the declarations contradict each other.
    """
    found: dict[str, Dataset] = {}
    for module in pkgutil.iter_modules(data.datasets.__path__):
        declared = importlib.import_module(f"data.datasets.{module.name}").DATASET
        if declared.name != module.name:
            raise DeclarationError(f"data/datasets/{module.name}.py declares {declared.name}")
        found[declared.name] = declared
    found = places.gather(found)
    if wrong := problems(found):
        raise DeclarationError("; ".join(wrong))
    return MappingProxyType({name: found[name] for name in _in_order(found)})


def _in_order(found: Mapping[str, Dataset]) -> list[str]:
    """Inputs first; among those that are free at the same time by name, so every process agrees."""
    sorter = TopologicalSorter(graph(found))
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order


def dataset(name: str) -> Dataset:
    """One dataset by name; the error names the nearest."""
    known = registry()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"; bedoelt u {near[0]}?" if near else ""
        raise DeclarationError(f"dataset {name} bestaat niet{hint}")
    return known[name]


def layers() -> dict[str, tuple[Dataset, Layer]]:
    """All layers by name with the dataset they show."""
    return {layer.name: (item, layer) for item in registry().values() for layer in item.layers}


def downstream(names: set[str]) -> set[str]:
    """The derived datasets made, directly or not, from any of the named ones."""
    reached = set(names)
    for name, needed in graph(registry()).items():  # registry order: inputs first
        if needed & reached:
            reached.add(name)
    return reached - names
