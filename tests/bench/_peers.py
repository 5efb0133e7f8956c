"""Other programs on the same tables: TiPg, pygeoapi, nginx. Installed for the measurement.

TiPg and pygeoapi live in an environment of their own (`peers.lock`), one worker each, as ours has
one process.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from pipelines.opstart import packages
from pipelines.opstart.progress import step
from pipelines.settings import CHECKOUT
from tests.api.process import free_port

LOCK = Path(__file__).with_name("peers.lock")
HOME = CHECKOUT / "var" / "peers"
PROGRAMS = {"wrk": "wrk", "nginx": "nginx-light", "ogr2ogr": "gdal-bin"}
READY_S = 60.0


def ensure() -> None:
    """Install what is missing."""
    if packages.missing(PROGRAMS):
        with step("wrk, nginx en GDAL installeren") as say:
            packages.ensure_programs(PROGRAMS, say)
    uv = Path(sys.executable).with_name("uv")
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    if not (HOME / "bin" / "python").exists():
        subprocess.run([uv, "venv", "-q", HOME], **quiet)  # type: ignore[call-overload]
    python = str(HOME / "bin" / "python")
    subprocess.run(  # type: ignore[call-overload]
        [uv, "pip", "sync", "-q", "--require-hashes", "--python", python, LOCK], **quiet
    )


def version(name: str) -> str:
    """Version of an installed peer."""
    program = f"import importlib.metadata as m; print(m.version({name!r}))"
    return subprocess.run(
        [HOME / "bin" / "python", "-c", program], check=True, capture_output=True, text=True
    ).stdout.strip()


@contextmanager
def tipg(dsn: str) -> Iterator[str]:
    """TiPg on the tables of schema `peer`; gives its address."""
    settings = {
        "DATABASE_URL": dsn,
        "TIPG_DB_SCHEMAS": '["peer"]',
        "TIPG_MAX_FEATURES_PER_QUERY": "10000",
        "TIPG_MAX_FEATURES_PER_TILE": "100000",
    }
    port = free_port()
    command = [HOME / "bin" / "uvicorn", "tipg.main:app", "--port", str(port)]
    with _running([*command, "--log-level", "error"], settings, f"http://127.0.0.1:{port}"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def pygeoapi(dsn: str, table: str, folder: Path) -> Iterator[str]:
    """Pygeoapi on one table of schema `peer`; gives its address."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    config, described = folder / "pygeoapi.json", folder / "openapi.json"
    config.write_text(json.dumps(_configuration(base, port, dsn, table)), encoding="utf-8")
    settings = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(described)}
    command = [HOME / "bin" / "pygeoapi", "openapi", "generate", config, "-of", described]
    subprocess.run(
        command, check=True, env=os.environ | settings, stdout=subprocess.DEVNULL, cwd=folder
    )
    command = [HOME / "bin" / "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "8"]
    with _running([*command, "pygeoapi.flask_app:APP"], settings, base):
        yield base


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """Nginx that serves files of a folder which are stored with gzip; gives its address."""
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(
        f"worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/fout.log;"
        f" user {'root' if os.geteuid() == 0 else 'nobody'}; events {{ worker_connections 512; }}"
        f" http {{ access_log off; sendfile on; tcp_nopush on; open_file_cache max=10000;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; location / {{"
        " default_type application/vnd.mapbox-vector-tile; add_header Content-Encoding gzip; } } }",
        encoding="utf-8",
    )
    with _running(["nginx", "-c", config], {}, f"http://127.0.0.1:{port}"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[object], settings: Mapping[str, str], base: str) -> Iterator[None]:
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            [str(part) for part in command],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            deadline = time.monotonic() + READY_S
            while not _answers(base):
                if child.poll() is not None or time.monotonic() > deadline:
                    said.seek(0)
                    raise ChildProcessError(f"{command[0]} kwam niet op: {said.read()[-800:]}")
                time.sleep(0.1)
            yield
        finally:
            child.terminate()
            child.wait(20)


def _answers(base: str) -> bool:
    try:
        httpx.get(base, timeout=5)
    except httpx.TransportError:
        return False
    return True


def _configuration(base: str, port: int, dsn: str, table: str) -> dict[str, object]:
    parts = urlsplit(dsn)
    text = {"en": "meting"}
    contact = {"name": "meting", "url": base}
    resource = {
        "type": "collection",
        "title": text,
        "description": text,
        "keywords": {"en": ["meting"]},
        "links": [],
        "extents": {"spatial": {"bbox": [3, 50, 8, 54], "crs": f"{CRS}OGC/1.3/CRS84"}},
        "providers": [
            {
                "type": "feature",
                "name": "PostgreSQL",
                "data": {
                    "host": parts.hostname,
                    "port": parts.port or 5432,
                    "dbname": parts.path.strip("/"),
                    "user": parts.username,
                    "password": parts.password or "",
                    "search_path": ["peer", "public"],
                },
                "id_field": "id",
                "table": table,
                "geom_field": "geometry",
                "storage_crs": f"{CRS}EPSG/0/28992",
                "crs": [f"{CRS}OGC/1.3/CRS84", f"{CRS}EPSG/0/28992"],
            }
        ],
    }
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": base,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 10, "max_items": 10000},
            "map": {"url": "", "attribution": ""},
            "gzip": False,
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": text,
                "description": text,
                "keywords": {"en": ["meting"]},
                "keywords_type": "theme",
                "terms_of_service": base,
                "url": base,
            },
            "license": {"name": "CC0", "url": base},
            "provider": contact,
            "contact": contact,
        },
        "resources": {table: resource},
    }


CRS = "http://www.opengis.net/def/crs/"
