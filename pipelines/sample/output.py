"""All files of the sample: collects what each block yields and writes the publishers' formats."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from shapely.geometry.base import BaseGeometry

from pipelines.sample import (
    ages,
    bag,
    bag_addresses,
    bodemgebruik,
    boundaries,
    gemeente_tabellen,
    gtfs,
    igj,
    kwb,
    kwb_edities,
    leefbaarometer,
    nabijheid,
    odata,
    osm,
    partners,
    politie,
    region_sums,
    rivm,
    ses,
    squares,
    zorg_wijk,
)
from pipelines.sample.addresses import Addresses
from pipelines.sample.lattice import Buurt, Ints
from pipelines.sample.objects import Objects
from pipelines.sample.ogc import CollectionWriter
from pipelines.sample.partner_base import Row
from pipelines.sample.plan import Plan
from pipelines.sample.tally import Tally
from pipelines.sample.world import World

CBS_API = "/cbs/wijken-en-buurten-2024/ogc/v1"
BAG_API = "/kadaster/bag/ogc/v2"
LAND_USE_API = "/cbs/bestand-bodemgebruik-2017/ogc/v1"
NATURE_API = "/rvo/natura2000/ogc/v1"
PBF = "europe/netherlands-latest.osm.pbf"
MODIFIED = "2025-03-31T02:00:00"
ABROAD_M = 40_000.0
"""The row for abroad lies this far east of the sample gemeente."""


class Output:
    """Receives the blocks one by one."""

    def __init__(self, plan: Plan, out: Path) -> None:
        """Open the files that are written while generating.

        Args:
            plan: the plan of the sample.
            out: output folder.
        """
        self.plan, self.out = plan, out
        ogc = out / "ogc"
        bag_folder, cbs_folder = ogc / "bag", ogc / "cbs"
        self.objects = CollectionWriter(
            bag_folder, "verblijfsobject", "Verblijfsobject", "Point", ("identificatie", "postcode")
        )
        self.panden = CollectionWriter(bag_folder, "pand", "Pand", "Polygon", ("identificatie",))
        self.addresses = CollectionWriter(
            bag_folder, "adres", "Adres", "Point", ("identificatie", "postcode", "huisnummer")
        )
        self.cbs = {
            name: CollectionWriter(
                cbs_folder, name, name.capitalize(), "MultiPolygon", ("gemeentecode", *extra)
            )
            for name, extra in (
                ("gemeenten", ()),
                ("wijken", ("wijkcode",)),
                ("buurten", ("wijkcode", "buurtcode")),
            )
        }
        self.land_use = CollectionWriter(
            ogc / "bodemgebruik", "BBG2017", "Bestand Bodemgebruik 2017", "Polygon", ()
        )
        self.nature = CollectionWriter(
            ogc / "natura2000", "natura2000", "Natura 2000", "Polygon", ()
        )
        self.drawn = [0, 0]
        self.parts: list[tuple[Buurt, BaseGeometry]] = []
        self.tallies: list[Tally] = []
        self.postcodes: list[Ints] = []
        self.osm = osm.Extract()
        self.ages: list[ages.Ages] = []
        self.squares: list[squares.Squares] = []
        self.transit = gtfs.Timetable()
        self.pharmacies: list[Row] = []
        self.counts: dict[str, int] = {}
        self.gebieden: dict[str, list[str]] = {}

    def take_in(self, world: World) -> None:
        """Take in one block; big products are written at once, sums are kept."""
        lattice, objects, addresses = world.lattice, world.objects, world.addresses
        boxes = np.column_stack([objects.x, objects.y, objects.x, objects.y])
        self.objects.write(bag.object_features(lattice, objects, addresses, world.numbers), boxes)
        self.addresses.write(
            bag_addresses.features(lattice, objects, addresses, world.numbers),
            bag_addresses.boxes(objects),
        )
        self.panden.write(
            bag.pand_features(world.panden, objects, world.numbers), bag.boxes(world.panden)
        )
        for k, (writer, made) in enumerate(
            (
                (self.land_use, bodemgebruik.land_use(lattice, self.drawn[0])),
                (self.nature, bodemgebruik.nature(lattice, self.drawn[1])),
            )
        ):
            writer.write(*made)
            self.drawn[k] += len(made[0])
        self.parts += list(zip(lattice.buurten, boundaries.geometries(lattice), strict=True))
        self.tallies.append(world.tally)
        self.postcodes.append(_most_frequent(objects, addresses, len(lattice.buurten)))
        self.ages.append(ages.count(lattice, objects, addresses, world.people))
        self.squares.append(squares.count(self.plan, objects, world.people))
        osm.add_streets(self.osm, self.plan, world.streets)
        osm.add_destinations(self.osm, objects, addresses, lattice)
        osm.add_areas(self.osm, lattice)
        gtfs.add_lines(self.transit, lattice, world.streets, world.block.gemeenten[0].name)
        self.pharmacies += igj.pharmacies(world)
        if world.block.number == 0:
            self.counts |= partners.write_partners(world, self.out / "partners")
            for buurt in lattice.buurten:
                if buurt.gebied:
                    self.gebieden.setdefault(buurt.gebied, []).append(buurt.code)

    def close(self) -> dict[str, int]:
        """Write the products that need all blocks; returns numbers per product."""
        regions = region_sums.build(region_sums.merge(self.tallies))
        counts = {"verblijfsobjecten": self.objects.close(), "panden": self.panden.close()}
        counts["adressen"] = self.addresses.close()
        counts |= {"bodemgebruik": self.land_use.close(), "natuurgebieden": self.nature.close()}
        counts |= self._boundaries(regions)
        counts |= self._tables(regions)
        files = self.out / "bestanden"
        stops = np.array([self.transit.stops_x, self.transit.stops_y])
        osm.add_stops(self.osm, stops[0], stops[1])
        osm.write(self.osm, files / PBF)
        counts["leefbaarometer"] = leefbaarometer.write(regions, files)
        counts["vierkanten"] = squares.write(self.squares, files)
        counts["ov_tijden"] = gtfs.write(self.plan, self.transit, files)
        counts["apotheken"] = igj.write_igj(self.pharmacies, files)
        counts |= {"osm_nodes": self.osm.count, "osm_ways": len(self.osm.ways)}
        self._apis()
        return counts | self.counts

    def _postcode(self, regions: region_sums.Regions) -> list[str]:
        """Most frequent PC4 per region; for wijk and gemeente that of its largest buurt."""
        most_frequent = np.concatenate(self.postcodes)
        residents = np.concatenate([t.sums["inwoners"] for t in self.tallies])
        best = np.full(len(regions.rows), -1.0)
        result = ["."] * len(regions.rows)
        for row, buurt in regions.memberships.tolist():
            if row and most_frequent[buurt] and residents[buurt] > best[row]:
                best[row], result[row] = residents[buurt], f"{most_frequent[buurt]:04d}"
        return result

    def _boundaries(self, regions: region_sums.Regions) -> dict[str, int]:
        mx, my = self.plan.blocks[0].middle
        far = (mx + ABROAD_M, my, mx + ABROAD_M + 8000, my + 12_000)
        all_areas = boundaries.areas(self.parts, self.plan.texts["buitenland"], far)
        figures, empty = boundaries.figures(regions), boundaries.no_figures(regions)
        postcode = dict(zip((r.code for r in regions.rows), self._postcode(regions), strict=True))
        result = {}
        for kind, collection in self.cbs.items():
            lines, boxes = [], []
            for area in all_areas[kind]:
                own = figures.get(area.code, empty) if area.water == "NEE" else empty
                lines.append(
                    boundaries.feature(
                        kind, area, own, postcode.get(area.code, "."), self.plan.year
                    )
                )
                boxes.append(boundaries.box(area))
            collection.write(lines, np.array(boxes, dtype=np.float64))
            result[kind] = collection.close()
        return result

    def _tables(self, regions: region_sums.Regions) -> dict[str, int]:
        names = {r.code: r.name for r in regions.rows if r.kind == "Gemeente"}
        key_figures = kwb.build(regions, self._postcode(regions), MODIFIED)
        near = nabijheid.build(regions, MODIFIED)
        tables = [
            key_figures,
            *kwb_edities.editions(key_figures, regions),
            near,
            kwb_edities.renamed(near, "86270NED", 2025),
            politie.crimes(regions, MODIFIED),
            politie.crimes_by_month(regions, MODIFIED),
            politie.nuisance(regions, MODIFIED),
            *ses.build(regions, MODIFIED),
            zorg_wijk.wmo(regions, MODIFIED),
            zorg_wijk.youth_care(regions, MODIFIED),
            gemeente_tabellen.stock(regions, MODIFIED),
            gemeente_tabellen.life_table(MODIFIED),
            rivm.build(regions, MODIFIED),
            ages.per_pc4(self.ages, MODIFIED),
            ages.per_gemeente(self.ages, names, MODIFIED),
        ]
        return {t.id: odata.write(self.out / "odata", t) for t in tables}

    def _apis(self) -> None:
        """Which folder answers under which path, and on which host it lives at the publisher."""
        apis = {
            CBS_API: {"map": "cbs", "titel": "CBS Wijken en Buurten 2024", "versie": "1.0.0"},
            BAG_API: {
                "map": "bag",
                "titel": "Basisregistratie Adressen en Gebouwen (BAG)",
                "versie": "2.0.0",
            },
        }
        apis |= {
            LAND_USE_API: {"map": "bodemgebruik", "titel": "Bodemgebruik 2017", "versie": "1.0.0"},
            NATURE_API: {"map": "natura2000", "titel": "Natura 2000", "versie": "1.0.0"},
        }
        (self.out / "ogc" / "apis.json").write_text(json.dumps(apis, indent=1), encoding="utf-8")


def _most_frequent(objects: Objects, addresses: Addresses, n: int) -> Ints:
    """Most frequent PC4 per buurt, 0 without addresses."""
    result = np.zeros(n, dtype=np.int64)
    pairs, count = np.unique(
        np.column_stack([objects.buurt, addresses.pc4]), axis=0, return_counts=True
    )
    for k in np.argsort(count, kind="stable"):
        result[pairs[k, 0]] = pairs[k, 1]
    return result
