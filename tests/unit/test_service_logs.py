"""Logs of services: begun anew without losing the last, and cut while they are written to."""

import os
import sys
from pathlib import Path

from pipelines.services import Services, shorten

PROGRAM = (
    "import sys, time\nfor n in range(200):\n    print(n, flush=True)\n    time.sleep(0.005)\n"
)


def test_a_log_is_cut_under_a_program_that_goes_on_writing(tmp_path: Path) -> None:
    with Services(tmp_path) as services:
        service = services.start("proef", [sys.executable, "-c", PROGRAM], dict(os.environ))
        while not shorten(service.log, most=100):
            assert service.process.poll() is None
        assert services.finish(service) == 0
    left = service.log.read_text("utf-8")
    assert "\0" not in left, "the file has no hole where it was cut"
    assert left.splitlines()[-1] == "199"
    assert (tmp_path / "log" / "proef.log.1").read_text("utf-8").startswith("0\n")


def test_the_log_before_is_kept(tmp_path: Path) -> None:
    for word in ("een", "twee"):
        with Services(tmp_path) as services:
            said = services.start("proef", [sys.executable, "-c", f"print('{word}')"], {})
            assert services.finish(said) == 0
    assert said.log.read_text("utf-8") == "twee\n"
    assert said.log.with_name("proef.log.1").read_text("utf-8") == "een\n"
    assert not shorten(said.log)
