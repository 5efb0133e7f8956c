"""A reader of vector tiles (Mapbox Vector Tile 2.1) of our own, so that none of ours is trusted.

Protocol buffers by hand: a tile is layers, a layer is features with tags into keys and values, a
geometry is commands and zigzag steps.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Point = tuple[int, int]


@dataclass(frozen=True)
class Feature:
    """A feature of a tile.

    Attributes:
        id: its number, None when it has none.
        kind: 1 for points, 2 for lines, 3 for areas.
        paths: its points, lines or rings, in units of the tile from its upper left corner.
    """

    id: int | None
    kind: int
    properties: dict[str, Any]
    paths: list[list[Point]]


@dataclass(frozen=True)
class Layer:
    """A layer of a tile."""

    name: str
    version: int
    extent: int
    features: list[Feature]


def read(tile: bytes) -> dict[str, Layer]:
    """The layers of a tile, by name.

    Raises:
        ValueError: it is no vector tile.
    """
    layers = [_layer(value) for number, value in _fields(tile) if number == 3]
    if len({layer.name for layer in layers}) != len(layers):
        raise ValueError("two layers with one name")
    return {layer.name: layer for layer in layers}


def _layer(data: bytes) -> Layer:
    found: dict[int, list[Any]] = {}
    for number, value in _fields(data):
        found.setdefault(number, []).append(value)
    keys = [key.decode() for key in found.get(3, [])]
    values = [_value(value) for value in found.get(4, [])]
    features = [_feature(value, keys, values) for value in found.get(2, [])]
    return Layer(found[1][0].decode(), found[15][0], found.get(5, [4096])[0], features)


def _feature(data: bytes, keys: list[str], values: list[Any]) -> Feature:
    found = dict(_fields(data))
    tags = list(_numbers(found.get(2, b"")))
    properties = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(found.get(1), found[3], properties, _paths(list(_numbers(found[4])), found[3]))


def _paths(commands: list[int], kind: int) -> list[list[Point]]:
    paths: list[list[Point]] = []
    x = y = at = 0
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == 7:
            paths[-1].append(paths[-1][0])
            continue
        for _ in range(count):
            x, y = x + _signed(commands[at]), y + _signed(commands[at + 1])
            at += 2
            if command == 1:
                paths.append([])
            paths[-1].append((x, y))
    if kind == 3 and any(path[0] != path[-1] for path in paths):
        raise ValueError("a ring that is not closed")
    return paths


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _value(data: bytes) -> Any:
    ((number, value),) = _fields(data)
    if number == 1:
        return value.decode()
    if number == 2:
        return struct.unpack("<f", value)[0]
    if number == 3:
        return struct.unpack("<d", value)[0]
    if number == 4:
        return value - (1 << 64) if value >> 63 else value
    return {5: value, 6: _signed(value), 7: bool(value)}[number]


def _numbers(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        number, at = _varint(data, at)
        yield number


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind == 2:
            size, at = _varint(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError(f"wire type {kind}")
        if at + size > len(data):
            raise ValueError("cut short")
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at
