"""What becomes of every file of the folder with real feeds; `tests/integration` proves it."""

from dataclasses import dataclass

TAKEN, REPAIRED, REFUSED = "gepubliceerd", "gepubliceerd na herstel", "geweigerd"


@dataclass(frozen=True)
class File:
    """What becomes of one real file.

    Attributes:
        profile: built-in profile that reads it; empty for the profile beside this test.
        counts: received, published, quarantined, duplicates, out of scope; of a refused file none.
        why: part of the reason of a refusal.
        approved: another area than the file before it, so a steward approves its number of rows.
    """

    profile: str
    dataset: str
    moment: str
    outcome: str
    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    why: str = ""
    approved: bool = False


G17, G22, G24, U = "groningen-2017", "groningen-2022", "groningen-2024", "utrecht"
NO_KEY_FIGURES = "kolom inwoners ontbreekt"
NO_OSM = "kolom osm_soort ontbreekt"
_DOESBURG = File("", "bag_verblijfsobjecten", "2020-09-16", TAKEN, (5, 2, 0, 0, 3))
_HEALTH = "rivm_gezondheid"
# Every file of the folder with real feeds.
FILES: dict[str, File | str] = {
    "bag/0221PND15092020-000001.zip": File(
        "", "bag_panden", "2020-09-15", TAKEN, (10_000, 6_232, 0, 0, 3_768)
    ),
    "bag/BAGNLDL-15092020-small.zip": File(
        "", "bag_verblijfsobjecten", "2020-09-15", TAKEN, (5, 2, 0, 0, 3)
    ),
    "bag/amsterdam_houthavens_addresses.gpkg": File(
        "", "bag_adressen", "2020-01-01", TAKEN, (1_836, 1_836, 0, 0, 0)
    ),
    "bag/doesburg_lvbag_small/0221VBO15092020-000001.xml": _DOESBURG,
    "bag/doesburg_lvbag_small/0221NUM15092020-000001.xml": _DOESBURG,
    "bag/doesburg_lvbag_small/0221OPR15092020-000001.xml": _DOESBURG,
    "bag/doesburg_lvbag_small/0221WPL15092020-000001.xml": _DOESBURG,
    "bag/doesburg_lvbag_small/Leveringsdocument-BAG-Extract.xml": "describes the extract, no rows",
    "bag/groningen_verblijfsobjecten_onderwijs_2017_shp.zip": File(
        "", "bag_verblijfsobjecten", "2017-01-01", REFUSED, why="241 van 241 rijen zijn onbruikbaar"
    ),
    "cbs-kwb/baarn_buurten_sociaal_2016_2025.json": File(
        "", "cbs_kwb", "2025-01-01", REFUSED, why=NO_KEY_FIGURES
    ),
    "cbs-kwb/nl_buurten_kwb_2017_83765NED_subset.csv": File(
        G17, "cbs_kwb", "2017-01-01", TAKEN, (8_894, 8_894, 0, 0, 0)
    ),
    "cbs-kwb/nl_buurten_kwb_2024_85984NED_subset.csv": File(
        G24, "cbs_kwb", "2024-01-01", TAKEN, (13_655, 13_655, 0, 0, 0)
    ),
    "cbs-kwb/nl_buurtnamen_2024_85984NED.csv": File(
        "", "cbs_kwb", "2024-01-01", REFUSED, why=NO_KEY_FIGURES
    ),
    "cbs-kwb/utrecht_kwb_2023.csv": File(U, "cbs_kwb", "2023-01-01", TAKEN, (122, 122, 0, 0, 0)),
    "cbs-kwb/utrecht_kwb_2023.xlsx": File("", "cbs_kwb", "2023-01-01", TAKEN, (122, 122, 0, 0, 0)),
    "cbs-nabijheid/aa_en_hunze_nabijheid_2021_transposed.csv": File(
        "", "cbs_nabijheid", "2021-01-01", TAKEN, (8, 7, 0, 0, 1)
    ),
    "cbs-nabijheid/utrecht_nabijheid_2023.csv": File(
        U, "cbs_nabijheid", "2023-01-01", TAKEN, (123, 122, 0, 0, 1)
    ),
    "cbs-ses-woa/amsterdam_ses_woa_2019_85163NED.csv": File(
        "", "ses_woa", "2019-12-31", TAKEN, (579, 579, 0, 0, 0)
    ),
    "cbs-vierkant100m/groningen_vierkant100m_2014_shp.zip": File(
        G17, "cbs_vierkanten", "2014-01-01", TAKEN, (3_441, 3_441, 0, 0, 0)
    ),
    "cbs-wijkbuurt/baarn_buurten_2024.geojson": File(
        "", "cbs_buurten", "2024-01-01", TAKEN, (21, 21, 0, 0, 0), approved=True
    ),
    "cbs-wijkbuurt/groningen_buurten_2017.geojson": File(
        "", "cbs_buurten", "2017-01-01", TAKEN, (108, 108, 0, 0, 0)
    ),
    "cbs-wijkbuurt/groningen_buurten_2017_shp.zip": File(
        G17, "cbs_buurten", "2017-01-01", TAKEN, (108, 108, 0, 0, 0)
    ),
    "cbs-wijkbuurt/groningen_wijken_2017.geojson": File(
        "", "cbs_wijken", "2017-01-01", TAKEN, (15, 15, 0, 0, 0)
    ),
    "cbs-wijkbuurt/groningen_wijken_2017_shp.zip": File(
        G17, "cbs_wijken", "2017-01-01", TAKEN, (15, 15, 0, 0, 0)
    ),
    "cbs-wijkbuurt/groningen_wijken_2022.geojson": File(
        G22, "cbs_wijken", "2022-01-01", TAKEN, (20, 20, 0, 0, 0)
    ),
    "cbs-wijkbuurt/groningen_wijken_2024_geom.geojson": File(
        "", "cbs_wijken", "2024-01-01", TAKEN, (20, 20, 0, 0, 0)
    ),
    "cbs-wijkbuurt/nl_wijken_2017_attributes.csv": File(
        "", "cbs_wijken", "2017-01-03", REFUSED, why="noemt geen coordinatenstelsel"
    ),
    "cbs-wijkbuurt/nl_wijken_2022_tmap.gpkg": File(
        "", "cbs_wijken", "2022-01-01", TAKEN, (3_304, 252, 0, 0, 3_052), approved=True
    ),
    "cbs-wijkbuurt/nl_wijken_2024_geom.geojson": File(
        G24, "cbs_wijken", "2024-01-01", REPAIRED, (3_439, 3_438, 0, 0, 1)
    ),
    "gemeente-groningen/groningen_buurtindeling_2017_shp.zip": File(
        "", "cbs_buurten", "2017-01-02", REFUSED, why="112 van 112 rijen zijn onbruikbaar"
    ),
    "gemeente-groningen/groningen_wijkindeling_2017_shp.zip": File(
        "", "cbs_wijken", "2017-01-02", REPAIRED, (15, 15, 0, 0, 0)
    ),
    "leefbaarometer/nl_gemeente_leefbaarometer2_2002_2016.json": File(
        "", "leefbaarometer", "2016-12-31", TAKEN, (1_940, 1_940, 0, 0, 0)
    ),
    "leefbaarometer/nl_wijk_leefbaarometer2_2002_2016.json": File(
        "", "leefbaarometer_wijk", "2016-12-31", TAKEN, (14_735, 14_735, 0, 0, 0)
    ),
    "osm/groningen_horeca_2017_shp.zip": File(
        "", "osm_bestemmingen", "2017-01-01", REFUSED, why=NO_OSM
    ),
    "osm/utrecht_rivierenwijk_2026.osm.pbf": File(
        U, "osm_wegen", "2026-05-23", TAKEN, (52, 52, 0, 0, 0)
    ),
    "osm/utrecht_rivierenwijk_overpass_2026.json": File(
        "", "osm_bestemmingen", "2026-05-23", REFUSED, why=NO_OSM
    ),
    "ov/groningen_bushaltes_2017_shp.zip": File(
        G17, "ov_haltes", "2017-09-20", TAKEN, (543, 543, 0, 0, 0)
    ),
    "politie/nl_buurten_misdrijven_2024_47018NED_totaal_part.csv": File(
        "", "politie_misdrijven", "2024-12-31", TAKEN, (3_896, 3_896, 0, 0, 0), approved=True
    ),
    "politie/odata_typed_misdrijven_sample1000.csv": File(
        "", "politie_misdrijven", "2024-12-30", TAKEN, (1_000, 987, 0, 0, 13)
    ),
    "postcode/groningen_postcode6_2017_shp.zip": File(
        G17, "pc6_vlakken", "2017-01-01", REPAIRED, (5_496, 5_496, 0, 0, 0)
    ),
    "recorded-http/pdok_ogcapi_cbs_gemeenten_2025.json": File(
        "", "cbs_gemeenten", "2025-01-01", TAKEN, (342, 342, 0, 0, 0)
    ),
    "recorded-http/pdok_wfs_bag_verblijfsobject_appingedam.json": File(
        "", "bag_verblijfsobjecten", "2026-01-01", TAKEN, (5, 5, 0, 0, 0), approved=True
    ),
    "rivm-gezondheid/groningen_gezondheid_2016_65plus.csv": File(
        "", _HEALTH, "2016-09-01", TAKEN, (171, 171, 0, 0, 0)
    ),
    "rivm-gezondheid/groningen_gezondheid_2020_18plus.csv": File(
        "", _HEALTH, "2020-09-01", TAKEN, (171, 171, 0, 0, 0)
    ),
    "rivm-gezondheid/groningen_gezondheid_2020_65plus.csv": File(
        "", _HEALTH, "2020-09-02", TAKEN, (171, 171, 0, 0, 0)
    ),
    "rivm-gezondheid/nl_gezondheid_2016_65plus.parquet": File(
        G17, _HEALTH, "2016-09-01", TAKEN, (17_132, 17_131, 0, 0, 1)
    ),
    # one delivery of two files
    "rivm-gezondheid/nl_gezondheid_2020_18plus.parquet": File(
        G17, _HEALTH, "2020-09-01", TAKEN, (34_264, 34_262, 0, 0, 2)
    ),
    "rivm-gezondheid/nl_gezondheid_2020_65plus.parquet": File(
        G17, _HEALTH, "2020-09-01", TAKEN, (34_264, 34_262, 0, 0, 2)
    ),
    "zorg/nl_apotheken_igj_20260102.csv": File(
        G17, "igj_apotheken", "2026-01-02", TAKEN, (1_968, 1_962, 1, 1, 4)
    ),
    "zorg/nl_verpleeghuisorganisaties_2019_2021.csv": File(
        G17, "zorginstituut_organisaties", "2021-12-31", TAKEN, (1_483, 1_476, 7, 0, 0)
    ),
    "zorg/nl_ziekenhuizen_2016_rivm.csv": File(
        "", "ziekenhuizen", "2016-11-01", TAKEN, (264, 264, 0, 0, 0)
    ),
    # rows per indicator: 8 locations, 352 further rows of the same, 69 made-up locations
    "zorg/verpleeghuiszorg_aanvulling_2019_zorginstituut.xlsx": File(
        "", "zorginstituut_verpleeghuizen", "2019-12-31", TAKEN, (429, 8, 0, 352, 69)
    ),
}
DECLARED = {path: file for path, file in FILES.items() if isinstance(file, File)}
