"""What a real QGIS makes of the service: figures for a test, pictures for `docs/qgis.md`.

Run by the Python of the system, which has Debian's `qgis` and `python3-qgis`, and nothing of ours:

    python3 tests/support/docs_qgis.py meet http://127.0.0.1:8000 FOLDER
    xvfb-run -a python3 tests/support/docs_qgis.py beelden http://127.0.0.1:8000 docs/beelden

`meet` prints one JSON object. `beelden` starts QGIS itself on this file, and
writes the pictures; run it by hand on an installation with data that anybody may see.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

if "DISPLAY" not in os.environ:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
    QgsVectorTileLayer,
)

RD = QgsCoordinateReferenceSystem("EPSG:28992")
SQUARES, STOPS, FILTER_COLUMN = "kansenkaart", "haltes", "buurtcode"
WAIT_S = 60


def served(base: str, name: str) -> Any:
    """A layer over OGC API Features, as the dialog adds it."""
    return QgsVectorLayer(f"url='{base}/v1' typename='{name}'", name, "OAPIF")


def tiled(base: str) -> Any:
    """Vector tiles of stops, with the style of the service."""
    with urllib.request.urlopen(f"{base}/v1/collections/{STOPS}/tilejson") as answer:  # noqa: S310
        told = json.load(answer)
    address = told["tiles"][0].split("?")[0]
    with urllib.request.urlopen(f"{base}/v1/collections/{STOPS}/styles") as answer:  # noqa: S310
        (style, *_) = json.load(answer)["styles"]
    drawn = f"{base}/v1/collections/{STOPS}/styles/{style['id']}"
    zooms = f"zmin={told['minzoom']}&zmax={told['maxzoom']}"
    return QgsVectorTileLayer(
        f"styleUrl={drawn}&type=xyz&url={address}&{zooms}", f"{STOPS} (tegels)"
    )


def packaged(base: str, folder: Path) -> Any:
    """The file of a layer, opened with the style that is in it."""
    path = folder / f"{SQUARES}.gpkg"
    urllib.request.urlretrieve(f"{base}/v1/downloads/{SQUARES}.gpkg", path)  # noqa: S310
    return QgsVectorLayer(f"{path}|layername={SQUARES}", f"{SQUARES} (GeoPackage)", "ogr")


def measured(base: str, folder: Path) -> dict[str, Any]:
    """What QGIS finds.

    Args:
        base: address of the service.
        folder: where a file may be written.
    """
    squares, stops = served(base, SQUARES), served(base, STOPS)
    transform = QgsCoordinateTransform(squares.crs(), RD, QgsProject.instance())
    areas, codes = [], set()
    for feature in squares.getFeatures():
        shape = feature.geometry()
        shape.transform(transform)
        areas.append(shape.area())
        codes.add(feature[FILTER_COLUMN])
    code = min(codes)
    filtered = served(base, SQUARES)
    accepted = filtered.setSubsetString(f"\"{FILTER_COLUMN}\" = '{code}'")
    within = [feature[FILTER_COLUMN] for feature in filtered.getFeatures()]
    tiles = tiled(base)
    fault, styled = tiles.loadDefaultStyle()
    drawn = {"geldig": tiles.isValid(), "stijl": styled, "fout": fault} | _drawn(tiles, base)
    return {
        "qgis": QgsApplication.instance().applicationVersion(),
        "stelsel": squares.crs().authid(),
        "vakken": len(areas),
        "kleinste": min(areas),
        "grootste": max(areas),
        "haltes": sum(1 for _ in stops.getFeatures()),
        "gefilterd": {"code": code, "aangenomen": accepted, "codes": sorted(set(within))}
        | {"aantal": len(within)},
        "tegels": drawn,
        "geopackage": _file(packaged(base, folder)),
    }


def _drawn(tiles: Any, base: str) -> dict[str, Any]:
    """How much of a picture of the tiles is not background, and with what they were drawn."""
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    settings = QgsMapSettings()
    settings.setLayers([tiles])
    settings.setDestinationCrs(RD)
    settings.setExtent(extent(base))
    settings.setOutputSize(QSize(400, 200))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    white = QColor("white").rgb()
    pixels = [(x, y) for x in range(0, 400, 2) for y in range(0, 200, 2)]
    return {"getekend": sum(image.pixel(x, y) != white for x, y in pixels) / len(pixels)}


def extent(base: str) -> Any:
    """The rectangle to look at: that of the squares, RD."""
    squares = served(base, SQUARES)
    transform = QgsCoordinateTransform(squares.crs(), RD, QgsProject.instance())
    return transform.transformBoundingBox(squares.extent())


def _file(layer: Any) -> dict[str, Any]:
    fields = layer.fields()
    return {
        "stelsel": layer.crs().authid(),
        "rijen": layer.featureCount(),
        "tekenaar": layer.renderer().type(),
        "alias": {field.name(): field.alias() for field in fields if field.alias()},
    }


# --- pictures, inside QGIS ------------------------------------------------------------------------


def until(done: Callable[[], bool]) -> None:
    """Let QGIS work until something is so."""
    deadline = time.monotonic() + WAIT_S
    while not done() and time.monotonic() < deadline:
        QgsApplication.processEvents()
        time.sleep(0.02)


def settle(iface: Any, seconds: float = 3.0) -> None:
    """Let QGIS fetch and draw."""
    end = time.monotonic() + seconds
    canvas = iface.mapCanvas()
    canvas.refresh()
    until(lambda: time.monotonic() > end and not canvas.isDrawing())


def save(widget: Any, path: Path) -> None:
    """A picture of a window, in 256 colours: it is in the repository."""
    from qgis.PyQt.QtGui import QImage

    image = widget.grab().toImage().convertToFormat(QImage.Format_Indexed8)
    image.save(str(path), "PNG", 10)


def pictures(iface: Any, base: str, folder: Path) -> None:
    """Everything that the page shows, in its order."""
    project, window = QgsProject.instance(), iface.mainWindow()
    window.resize(1100, 700)
    _connection(window, base, folder / "qgis-toevoegen.png")
    project.setCrs(RD)
    for name in ("qgis-laag", "qgis-filter", "qgis-tegels", "qgis-geopackage"):
        project.clear()
        project.setCrs(RD)
        layer = _layer(name, base)
        project.addMapLayer(layer)
        iface.setActiveLayer(layer)
        _look(iface, base)
        settle(iface)
        save(window, folder / f"{name}.png")


def _layer(name: str, base: str) -> Any:
    if name == "qgis-tegels":
        layer = tiled(base)
        layer.loadDefaultStyle()
        return layer
    if name == "qgis-geopackage":
        return packaged(base, Path(tempfile.mkdtemp()))
    layer = served(base, SQUARES)
    if name == "qgis-filter":
        first = next(layer.getFeatures())
        layer.setSubsetString(f"\"{FILTER_COLUMN}\" = '{first[FILTER_COLUMN]}'")
    return layer


def _look(iface: Any, base: str) -> None:
    rectangle = extent(base)
    rectangle.scale(1.1)
    canvas = iface.mapCanvas()
    canvas.setDestinationCrs(RD)
    canvas.setExtent(rectangle)


def _connection(window: Any, base: str, path: Path) -> None:
    """The dialog in which a layer is chosen, connected."""
    from qgis.core import QgsProviderRegistry
    from qgis.gui import QgsGui
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QPushButton, QTreeView

    where = "qgis/connections-wfs/Woonzorgkaart"
    QgsSettings().setValue(f"{where}/url", f"{base}/v1")
    QgsSettings().setValue(f"{where}/version", "OGC_API_FEATURES")
    QgsSettings().setValue("qgis/connections-wfs/selected", "Woonzorgkaart")
    dialog = QgsGui.sourceSelectProviderRegistry().createSelectionWidget(
        "WFS", window, Qt.Window, QgsProviderRegistry.WidgetMode(0)
    )
    dialog.resize(900, 520)
    dialog.show()
    dialog.findChild(QPushButton, "btnConnect").click()
    tree = dialog.findChild(QTreeView, "treeView")
    until(lambda: tree.model() is not None and tree.model().rowCount() > 0)
    save(dialog, path)
    dialog.close()


def inside() -> None:
    """Make the pictures and end QGIS; whatever happens is told, and it never waits for a person."""
    from qgis.utils import iface

    status = 1
    try:
        folder = Path(os.environ["WOONZORG_BEELDEN"])
        pictures(iface, os.environ["WOONZORG_ADRES"], folder)
        status = 0
    except BaseException as error:  # noqa: BLE001 - an error box would wait for ever
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    sys.stderr.flush()
    os._exit(status)


def start(base: str, folder: str) -> int:
    """QGIS itself, with settings of its own, on this file."""
    with tempfile.TemporaryDirectory() as place:
        told = {"WOONZORG_ADRES": base, "WOONZORG_BEELDEN": folder}
        command = ["qgis", "--nologo", "--noversioncheck", "--noplugins", "--profiles-path", place]
        command += ["--lang", "en", "--code", str(Path(__file__).resolve())]
        return subprocess.run(command, env=os.environ | told, timeout=300, check=False).returncode


def main(what: str, base: str, folder: str) -> int:
    """As the module says."""
    if what == "beelden":
        return start(base, folder)
    application = QgsApplication([], False)
    application.initQgis()
    sys.stdout.write(json.dumps(measured(base, Path(folder))) + "\n")
    sys.stdout.flush()
    os._exit(0)  # PyQGIS may crash when it is taken down


if "WOONZORG_BEELDEN" in os.environ:
    inside()
elif __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
