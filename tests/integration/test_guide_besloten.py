"""`docs/api.md`, restricted layers: its examples run on the restricted process itself."""

import os
import socket
import subprocess
import sys
import time

import httpx
import pytest

from tests.support import besloten, guides, idp

ADDRESS = "http://127.0.0.1:8002"
AUDIENCE = "https://besloten.voorbeeld.invalid"
BLOCKS = [block for block in guides.blocks("api.md") if block.section == "Restricted layers"]


@pytest.fixture(scope="module")
def filled(database):
    """With the layer that the page names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(besloten, "CLOSED", "complexen")
        patch.setattr(besloten, "THEMES", {**besloten.THEMES, "complexen": "woningen"})
        besloten.fill(database)
    besloten.grant(database, "corporaties", "laag", "complexen")
    return database


@pytest.fixture(scope="module")
def provider():
    with idp.running() as found:
        yield found


@pytest.fixture(scope="module")
def base(filled, provider, tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    secret = var / "sleutelgeheim"
    secret.write_bytes(besloten.SECRET)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        "API_DSN": filled.dsn("woonzorg_api_restricted"),
        "AUDIT_DSN": filled.dsn("woonzorg_audit"),
        "VAR": str(var),
        "PORT": str(port),
        "KEY_SECRET_FILE": str(secret),
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT": idp.CLIENT,
        "OIDC_SECRET": idp.SECRET,
        "OIDC_AUDIENCE": AUDIENCE,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WOONZORG_")}
    given = kept | {f"WOONZORG_BESLOTEN_{name}": value for name, value in own.items()}
    with subprocess.Popen([sys.executable, "-m", "geo_api.besloten"], env=given) as running:
        try:
            yield _alive(running, f"http://127.0.0.1:{port}")
        finally:
            running.kill()


def _alive(running, base):
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{base}/health/live").status_code == 200:
                return base
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the restricted process did not come up")


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_commands_run_with_a_key_or_a_token(base, filled, provider, block, tmp_path):
    key = besloten.key(filled, ["complexen"])
    token = provider.access(AUDIENCE, groups=["corporaties"])
    said = guides.shell(block, {ADDRESS: base}, tmp_path, SLEUTEL=key, TOKEN=token)
    assert ("waarde van complexen" in said) == ("items" in block.text)
