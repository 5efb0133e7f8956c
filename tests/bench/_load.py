"""wrk asks addresses of a list in random order; what it saw is read from its report."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
local urls = {}
for line in io.lines("%s") do urls[#urls + 1] = line end
math.randomseed(20240101)
request = function()
  return wrk.format("GET", urls[math.random(#urls)], {["Accept-Encoding"] = "gzip"})
end
"""


@dataclass(frozen=True)
class Seen:
    """One run of the load generator.

    Attributes:
        per_s: answers per second.
        median_ms, p90_ms: time to an answer.
        bytes: of an answer on average, headers included.
        wrong: answers that were not 2xx or 3xx, and broken connections.
    """

    per_s: float
    median_ms: float
    p90_ms: float
    bytes: float
    wrong: int

    def __str__(self) -> str:
        """For the report."""
        fault = f", {self.wrong} FOUT" if self.wrong else ""
        return (
            f"{self.per_s:9.1f} per s, mediaan {self.median_ms:.1f} ms, p90 {self.p90_ms:.1f} ms,"
            f" {self.bytes / 1024:.1f} KiB per antwoord{fault}"
        )


def ask(base: str, paths: Sequence[str], *, connections: int = 8, seconds: int = 6) -> Seen:
    """Ask for so many seconds over so many connections.

    Args:
        base: address of the service.
        paths: what to ask, below that address; random order, equal chances.
        connections: open at once.
        seconds: how long.
    """
    with tempfile.TemporaryDirectory(prefix="wzk-wrk-") as folder:
        urls, script = Path(folder) / "urls", Path(folder) / "vraag.lua"
        urls.write_text("\n".join(paths), encoding="utf-8")
        script.write_text(_SCRIPT % urls, encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
        said = subprocess.run(
            [*command, "--latency", "-s", str(script), base],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return _read(said)


_SIZES = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}
_TIMES = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def _read(said: str) -> Seen:
    answers = re.search(r"(\d+) requests in .*?, ([\d.]+)(B|KB|MB|GB) read", said)
    if answers is None:
        raise ValueError(f"wrk zei iets anders dan verwacht: {said}")
    count = int(answers[1])
    wrong = sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    for line in re.findall(r"Socket errors: (.*)", said):
        wrong += sum(int(n) for n in re.findall(r"\d+", line))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return Seen(
        float(rate[1]) if rate else 0.0,
        _time(said, "50%"),
        _time(said, "90%"),
        float(answers[2]) * _SIZES[answers[3]] / max(count, 1),
        wrong,
    )


def _time(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s|m)\b", said)
    return float(found[1]) * _TIMES[found[2]] if found else float("nan")
