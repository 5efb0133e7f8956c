"""M1, keuzes van draaglast: which indicators a version is made of, and what is said beside it.

Definition. What one method version chooses once, for all areas: the table and title that fill each
indicator, named substitutes, the alternative for K3, the notes `bezoekers` and `studenten`, and the
variants without care of older people and standardised by age (methods 5 and 21).

Formula. An indicator that no area of the installation has is replaced by its named substitute, if
there is one. K3 is SES-WOA where 75% of the buurten have it, else the mean of the T-scores of
labour participation and hbo/wo. With more than one job or 0.01 hospitality places per resident the
lower of D and D without L4 decides the class. By age: each figure of the health monitor is its
values for 18-65 and 65+ with the national shares of adults. The what-if adds planned places to L5
only and keeps all moments of the reference.

Inputs. Those of `m01_draaglast`; hospitality places of OpenStreetMap; jobs per buurt where a
gemeente delivers them (`banen`). Without either the note is `onbekend`.

Limits. A run on other tables, another K3 or a substitute is a method version of its own and is not
compared with others; on the substitute for cohesion it is always `voorlopig`. The limits of both
notes are PROPOSED.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipelines.indicators import draaglast_klassen as classes
from pipelines.indicators.draaglast import bereken, what_if
from pipelines.indicators.draaglast_methode import (
    choose,
    same_title,
    standard,
    titles,
)
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import make_reference

NAN = float("nan")
LOAD = [slot for d in standard().van("D") if not d.partner for slot in d.slots]
STRENGTH = [slot for d in standard().van("K") if not d.partner for slot in d.slots]


def changed(frame: pd.DataFrame, row: int = 0, **values: object) -> pd.DataFrame:
    copy = frame.iloc[:30].copy()
    for name, value in values.items():
        if name not in copy:
            copy[name] = NAN if isinstance(value, float) else None
        copy.loc[copy.index[row], name] = value
    return copy


def test_reading_01_another_table_is_another_method_version(nl: pd.DataFrame) -> None:
    assert titles("rivm_gezondheid", "50150NED")["veerkracht"] == ("LageVeerkracht",)
    assert titles("rivm_gezondheid", "50120NED")["veerkracht"] == ("ZeerLageVeerkracht",)
    assert "veerkracht" not in titles("rivm_gezondheid", "50090NED")
    assert same_title("WmoClientenRelatief_94", "Wmo-cliënten relatief")
    assert not same_title("LageVeerkracht_22", "ZeerLageVeerkracht_21")
    first = bereken(nl, nl, draws=2).referentie
    other = bereken(nl, nl, draws=2, tabellen={"veerkracht": "50120NED"}).referentie
    assert first.methode_versie != other.methode_versie
    with pytest.raises(ValueError, match="maak een nieuwe referentie"):
        bereken(nl, first, tabellen={"veerkracht": "50120NED"})


def without_soc(nl: pd.DataFrame) -> pd.DataFrame:
    return nl.drop(columns="soc").assign(sociaal_eenzaam=60.0 - nl["soc"] + nl["vrz"] / 10)


def test_readings_08_and_84_substitute_for_soc_pushes_eenzaam_out_and_is_provisional(
    nl: pd.DataFrame,
) -> None:
    run = bereken(without_soc(nl), without_soc(nl), draws=2)
    method = run.referentie.methode
    assert method.dimensie("K1").slots == ("sociaal_eenzaam",)
    assert method.dimensie("L2").slots == ("angst", "veerkracht")
    assert run.tabel["voorlopig"].all()
    assert run.tabel["D_voorlopig"].all()
    assert run.verslag["voorlopig"]
    assert "soc=sociaal_eenzaam" in run.referentie.methode_versie
    lonely = run.tabel["K1"].to_numpy(float)
    assert np.corrcoef(lonely, without_soc(nl)["sociaal_eenzaam"])[0, 1] < -0.9
    # its list is two long now, so one of angst and veerkracht is enough
    one = bereken(changed(without_soc(nl), veerkracht=NAN), run.referentie, draws=2).tabel
    assert one["L2_status"].iloc[0] == "geschat"


def test_reading_09_substitute_counts_as_present_and_is_named(nl: pd.DataFrame) -> None:
    country_ = nl.rename(columns={"armoede": "sociaal_minimum", "misdrijf": "kwb_misdrijf"})
    run = bereken(country_, country_, draws=2)
    assert run.verslag["vervangen"] == {"sociaal_minimum": "armoede", "kwb_misdrijf": "misdrijf"}
    row = run.tabel.iloc[0]
    assert row["vervangers"].startswith("Huishoudens onder of rond sociaal minimum; Misdrijven")
    assert row["T_sociaal_minimum_status"] == "geschat"
    # two of four dimensions hold one: not more than half
    assert not run.tabel["D_voorlopig"].any()
    # without L1 two of three do
    bare = changed(country_, wmo=NAN, beperking=NAN)
    answer = bereken(bare, run.referentie, draws=2).tabel
    assert answer["D_voorlopig"].tolist()[:2] == [True, False]
    assert not answer["K_voorlopig"].any()
    assert answer["voorlopig"].iloc[0]


def test_reading_14_visitors_lower_d_decides_the_class(nl: pd.DataFrame) -> None:
    high = float(nl["overlast"].max())
    base = changed(nl, overlast=high, misdrijf=high, horeca_per_inwoner=0.011)
    table = bereken(base, nl, draws=200).tabel
    row = table.iloc[0]
    assert row["L4_opmerking"] == "bezoekers"
    assert row["D_zonder_L4"] < row["D"]
    lower = classes.class_codes(np.array([row["D_zonder_L4"]]), np.array([row["K"]]))
    assert row["klasse"] == classes.class_names(lower)[0]
    at_limit = bereken(changed(nl, horeca_per_inwoner=0.01), nl, draws=2).tabel.iloc[0]
    assert at_limit["L4_opmerking"] == ""
    unknown = bereken(changed(nl, horeca_per_inwoner=NAN), nl, draws=2).tabel.iloc[0]
    assert unknown["L4_opmerking"] == "onbekend"
    jobs = bereken(changed(nl, banen_per_inwoner=1.1), nl, draws=2).tabel.iloc[0]
    assert jobs["L4_opmerking"] == "bezoekers"


def test_example_reading_29_k3_is_ses_from_75_percent_of_the_buurten_else_the_alternative(
    nl: pd.DataFrame,
) -> None:
    whole = nl.assign(
        participatie=nl["ses"] + nl["vrz"], hbo_wo=nl["ses"] - nl["soc"], inkomen=nl["ses"]
    )
    here = whole.iloc[:40].copy()
    here.loc[here.index[:10], "ses"] = NAN
    assert choose(here, whole).dimensie("K3").slots == ("ses",)
    here.loc[here.index[10], "ses"] = NAN
    method = choose(here, whole)
    assert method.dimensie("K3").slots == ("participatie", "hbo_wo")
    assert "K3=participatie,hbo_wo" in method.versie
    run = bereken(here, whole, draws=2)
    assert run.tabel["K3"].notna().all()
    assert not run.tabel["voorlopig"].any()
    bare = here.drop(columns=["participatie", "hbo_wo"])
    income = choose(bare, whole)
    assert income.dimensie("K3").slots == ("inkomen",)
    assert income.vervangen == {"inkomen": "ses"}


def test_reading_33_wijk_is_scored_on_its_own_inputs_with_buurt_moments(nl: pd.DataFrame) -> None:
    run = bereken(nl, nl, draws=2)
    wijken = nl.groupby("wijk")[[*LOAD, *STRENGTH]].mean().assign(inwoners=5000.0)
    answer = bereken(wijken, run.referentie, draws=2)
    assert answer.referentie is run.referentie
    same_row = bereken(nl.iloc[:1], run.referentie, draws=2).tabel
    assert same_row["D"].iloc[0] == pytest.approx(run.tabel["D"].iloc[0])
    means = run.tabel.groupby(nl["wijk"])["D"].mean().to_numpy(float)
    assert np.abs(answer.tabel["D"].to_numpy(float) - means).max() > 0.5


def test_readings_36_and_72_what_if_keeps_moments_and_raises_only_l5(nl: pd.DataFrame) -> None:
    rng = np.random.default_rng(1)
    whole = nl.assign(opvang=rng.uniform(0, 20, len(nl)))
    run = bereken(whole, whole, draws=2)
    assert [d.naam for d in run.referentie.methode.van("D")] == ["L1", "L2", "L3", "L4", "L5"]
    np.testing.assert_allclose(run.referentie.methode.weights("D"), 0.2)
    places = pd.Series({whole.index[0]: 12.0})
    homes = pd.Series(500.0, index=whole.index)
    planned = what_if(whole, places, homes, 1)
    assert planned["opvang"].iloc[0] == pytest.approx(whole["opvang"].iloc[0] + 12_000 / 600)
    after = bereken(planned, run.referentie, draws=2).tabel
    assert after["D"].iloc[0] > run.tabel["D"].iloc[0]
    assert after["K"].equals(run.tabel["K"])
    assert after["D"].iloc[1:].equals(run.tabel["D"].iloc[1:])


def test_reading_71_students_correlations_and_variant_by_age(nl: pd.DataFrame) -> None:
    young = changed(nl, inwoners_15_25=0.0)
    young["inwoners_15_25"] = young["inwoners"] * 0.2999
    young.loc[young.index[0], "inwoners_15_25"] = young["inwoners"].iloc[0] * 0.3
    run = bereken(young, nl, draws=2)
    assert run.tabel["opmerkingen"].tolist()[:2] == ["studenten", ""]
    assert set(run.verslag["correlaties"]) == {"D_K", "D_65plus", "K_65plus", "D_15_24", "K_15_24"}
    aged = nl.assign(angst_18_65=nl["angst"] - 1.0, angst_65plus=nl["angst"] + 5.0)
    assert "D_leeftijd" not in bereken(aged, aged, draws=2).tabel
    table = bereken(aged, aged, draws=2, aandeel_65plus_volwassenen=0.25).tabel
    # both groups move alike here, so standardising leaves the order as it is
    np.testing.assert_allclose(table["D_leeftijd"].to_numpy(float), table["D"].to_numpy(float))
    aged["angst_65plus"] = aged["angst_65plus"].to_numpy()[::-1]
    other = bereken(aged, aged, draws=2, aandeel_65plus_volwassenen=0.25).tabel
    assert not np.allclose(other["D_leeftijd"].to_numpy(float), other["D"].to_numpy(float))
    assert np.allclose(other["D"].to_numpy(float), table["D"].to_numpy(float))


def test_reading_71_without_elderly_care_leaves_wmo_out(nl: pd.DataFrame) -> None:
    before = bereken(nl.iloc[:5], nl, draws=2).tabel
    after = bereken(changed(nl, wmo=1e6).iloc[:5], nl, draws=2).tabel
    assert after["D"].iloc[0] > before["D"].iloc[0]
    assert after["D_zonder_ouderenzorg"].iloc[0] == pytest.approx(
        before["D_zonder_ouderenzorg"].iloc[0]
    )


def test_warns_when_d_and_k_are_nearly_one(nl: pd.DataFrame) -> None:
    mirrored = nl.copy()
    for name in STRENGTH:
        mirrored[name] = np.exp((200.0 - nl[LOAD].sum(axis=1)) / 300.0)
    assert bereken(mirrored, mirrored, draws=2).verslag["waarschuwingen"]
    assert not bereken(nl, nl, draws=2).verslag["waarschuwingen"]


def test_reading_87_reasons(nl: pd.DataFrame) -> None:
    bare = nl.drop(columns=[*LOAD[:6]])
    row = bereken(bare, bare, draws=2).tabel.iloc[0]
    assert (row["D_reden"], row["K_reden"], row["reden"]) == ("geen bron", "", "geen bron")
    unknown = bereken(changed(nl, inwoners=NAN), nl, draws=2).tabel.iloc[0]
    assert unknown["reden"] == "geen bron"


def test_base_version_stays_with_a_kept_reference(nl: pd.DataFrame) -> None:
    old = make_reference(nl, replace(standard(), basisversie="0.9"))
    assert Referentie.from_dict(old.to_dict()).methode_versie.startswith("0.9")


def test_refuses_what_cannot_be_scored(nl: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="'inwoners' ontbreekt"):
        bereken(nl.drop(columns="inwoners"), nl)
    with pytest.raises(ValueError, match="komen dubbel voor"):
        bereken(pd.concat([nl, nl]), nl)
    with pytest.raises(ValueError, match="'wmo' heeft oneindige"):
        bereken(changed(nl, wmo=float("inf")), nl)
