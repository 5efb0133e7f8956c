"""Measurements as Prometheus reads them: the text format 0.0.4, a line per number.

Written here rather than with a package: it is a name, labels and a number per line, and the
counting has to cost a published tile next to nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str]


@dataclass(frozen=True)
class Family:
    """What is told under one name.

    Attributes:
        name: in base units, with the unit at its end; a counter ends in `_total`.
        kind: counter, gauge or histogram.
        help: one English sentence, as is usual for programs.
        samples: ending of the name ("" but for a histogram), labels, number.
    """

    name: str
    kind: str
    help: str
    samples: Iterable[tuple[str, Labels, float]]


def gauge(name: str, text: str, samples: Iterable[tuple[Labels, float]]) -> Family:
    """A number that goes up and down."""
    return Family(name, "gauge", text, [("", labels, value) for labels, value in samples])


def counter(name: str, text: str, samples: Iterable[tuple[Labels, float]]) -> Family:
    """A number that only goes up, until the process begins anew."""
    return Family(name, "counter", text, [("", labels, value) for labels, value in samples])


def text(families: Iterable[Family]) -> str:
    """The whole answer."""
    lines: list[str] = []
    for family in families:
        lines += [
            f"# HELP {family.name} {family.help}",
            f"# TYPE {family.name} {family.kind}",
        ]
        lines += [
            f"{family.name}{ending}{_labels(labels)} {_number(value)}"
            for ending, labels, value in family.samples
        ]
    return "\n".join(lines) + "\n"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
