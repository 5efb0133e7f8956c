"""Figures that CBS prints on its wijk- en buurtkaart, under the names of each edition."""

from data.columns import count, figure, share
from data.model import Column, Kind

AGES = (
    ("0_15", "0 tot 15 jaar", "aged 0-14", "0_tot_15_jaar", "00_14_JR"),
    ("15_25", "15 tot 25 jaar", "aged 15-24", "15_tot_25_jaar", "15_24_JR"),
    ("25_45", "25 tot 45 jaar", "aged 25-44", "25_tot_45_jaar", "25_44_JR"),
    ("45_65", "45 tot 65 jaar", "aged 45-64", "45_tot_65_jaar", "45_64_JR"),
    ("65plus", "65 jaar en ouder", "aged 65 and over", "65_jaar_en_ouder", "65_EO_JR"),
)


def figures() -> tuple[Column, ...]:
    """Residents, ages, households and dwellings; one an edition lacks is `ontbreekt`."""
    return (
        count("inwoners", "Inwoners", "Residents", "inwoners", "aantal_inwoners", "AANT_INW"),
        *(
            share(
                f"inwoners_{name}_pct",
                f"Inwoners {title}",
                f"Residents {title_en}",
                f"percentage_personen_{pdok}",
                f"P_{shape}",
                mean_over="inwoners",
            )
            for name, title, title_en, pdok, shape in AGES
        ),
        count(
            "huishoudens",
            "Huishoudens",
            "Households",
            "huishoudens",
            "aantal_huishoudens",
            "AANTAL_HH",
        ),
        share(
            "eenpersoonshuishoudens_pct",
            "Eenpersoonshuishoudens",
            "One-person households",
            "percentage_eenpersoonshuishoudens",
            "P_EENP_HH",
            mean_over="huishoudens",
        ),
        figure(
            "huishoudensgrootte",
            "Gemiddelde huishoudensgrootte",
            "Mean household size",
            "inwoners per huishouden",
            "gemiddelde_huishoudsgrootte",
            "GEM_HH_GR",
            kind=Kind.RATE,
            bounds=(0, 20),
            mean_over="huishoudens",
        ),
        count("woningvoorraad", "Woningvoorraad", "Dwelling stock", "woningen", "woningvoorraad"),
        figure(
            "woz_waarde_1000_eur",
            "Gemiddelde WOZ-waarde",
            "Mean property value",
            "x 1.000 euro",
            "gemiddelde_woningwaarde",
            kind=Kind.AMOUNT,
            mean_over="woningvoorraad",
        ),
        share(
            "koop_pct",
            "Koopwoningen",
            "Owner-occupied",
            "percentage_koopwoningen",
            mean_over="woningvoorraad",
        ),
    )


NAMES = tuple(column.name for column in figures())
