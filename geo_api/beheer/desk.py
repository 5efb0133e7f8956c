"""What the steward reads: one statement per question, on the views of schema `beheer`.

Belongs here: asking. Every view masks by itself; nothing is hidden on the way from here to a page.
"""

import json
from collections.abc import Sequence
from typing import Any

from psycopg import sql

from geo_api.db import Database
from geo_api.errors import Problem

Row = dict[str, Any]
PAGE = 50
"""Rows of a long list on one page."""


class Desk:
    """Reads as role woonzorg_api_restricted."""

    def __init__(self, database: Database) -> None:
        """Read through this pool."""
        self._database = database

    async def rows(self, query: str | sql.Composable, values: Sequence[Any] = ()) -> list[Row]:
        """Rows as dictionaries; moments and dates as ISO text, UTC."""
        inner = sql.SQL(query) if isinstance(query, str) else query
        whole = sql.SQL("SELECT coalesce(json_agg(t), '[]') FROM ({}) t").format(inner)
        found = await self._database.fetch(whole, values)
        rows: list[Row] = json.loads(found[0][0])
        return rows

    async def standing(self) -> list[Row]:
        """Where every feed and supplier stands, trouble first."""
        return await self.rows(
            "SELECT *, (verwacht::date - current_date) AS dagen FROM beheer.stand"
            " ORDER BY ernst, verwacht NULLS LAST, titel, naam"
        )

    async def faults(self) -> list[Row]:
        """Products that could not be made again."""
        return await self.rows("SELECT * FROM beheer.storing ORDER BY tijd DESC")

    async def runs(self, most: int = 20) -> list[Row]:
        """The newest refreshes."""
        return await self.rows("SELECT * FROM beheer.run ORDER BY epoch DESC LIMIT %s", (most,))

    async def feeds(self) -> list[Row]:
        """Every feed of the profile with its clock."""
        return await self.rows("SELECT * FROM beheer.bron ORDER BY uit, volgende, titel")

    async def feed(self, name: str) -> Row:
        """One feed of the profile.

        Raises:
            Problem: 404 when the profile does not have it.
        """
        found = await self.rows("SELECT * FROM beheer.bron WHERE dataset = %s", (name,))
        return _one(found, f"De feed '{name[:80]}' staat niet in het profiel.")

    async def suppliers(self) -> list[Row]:
        """The suppliers of the profile, and folders that are not in it."""
        return await self.rows(
            "SELECT s.*, false AS onbekend, s.einde < current_date AS verlopen,"
            " s.einde < current_date + 60 AS loopt_af FROM beheer.leverancier s UNION ALL"
            " SELECT leverancier, leverancier, '', '', NULL, NULL, array_agg(dataset), true, false,"
            " false FROM beheer.stand t WHERE leverancier <> '' AND NOT EXISTS"
            " (SELECT FROM beheer.leverancier s WHERE s.leverancier = t.leverancier)"
            " GROUP BY leverancier ORDER BY naam"
        )

    async def supplier(self, name: str) -> Row:
        """One of them.

        Raises:
            Problem: 404 for a name that nobody has.
        """
        found = [row for row in await self.suppliers() if row["leverancier"] == name]
        return _one(found, f"Er is geen leverancier '{name[:80]}'.")

    async def delivery(self, number: int) -> Row:
        """One delivery.

        Raises:
            Problem: 404 for a number that is not given out.
        """
        found = await self.rows("SELECT * FROM beheer.levering WHERE levering = %s", (number,))
        return _one(found, f"Er is geen levering {number}.")

    async def deliveries(self, dataset: str, supplier: str, most: int = 20) -> list[Row]:
        """What one supplier delivered for one feed, newest first."""
        return await self.rows(
            "SELECT * FROM beheer.levering WHERE dataset = %s AND leverancier = %s"
            " ORDER BY bevestigd DESC, levering DESC LIMIT %s",
            (dataset, supplier, most),
        )

    async def of_supplier(self, supplier: str, most: int = 50) -> list[Row]:
        """What one supplier delivered, newest first."""
        return await self.rows(
            "SELECT * FROM beheer.levering WHERE leverancier = %s"
            " ORDER BY bevestigd DESC, levering DESC LIMIT %s",
            (supplier, most),
        )

    async def findings(self, delivery: Row) -> list[Row]:
        """What the checks said of one delivery."""
        return await self.rows(
            "SELECT DISTINCT ON (controle, uitleg) * FROM beheer.bevinding WHERE dataset = %s AND"
            " (levering = %s OR (levering IS NULL AND epoch = %s AND leverancier = %s))"
            " ORDER BY controle, uitleg, id DESC",
            (delivery["dataset"], delivery["levering"], delivery["epoch"], delivery["leverancier"]),
        )

    async def versions(self, number: int) -> list[Row]:
        """The versions that hold a delivery, newest first, with their row counts."""
        return await self.rows(
            "SELECT * FROM beheer.versie WHERE %s = ANY (leveringen) ORDER BY version DESC LIMIT 3",
            (number,),
        )

    async def proposal(self, number: int) -> Row | None:
        """Which column of the supplier could be which of ours; None when nothing is to be asked."""
        found = await self.rows("SELECT * FROM beheer.voorstel WHERE levering = %s", (number,))
        return found[0] if found else None

    async def dropped(self, number: int) -> Row | None:
        """Who dropped the proposal for the columns, when and why; None when nobody did."""
        found = await self.rows(
            "SELECT * FROM beheer.voorstel_afgewezen WHERE levering = %s", (number,)
        )
        return found[0] if found else None

    async def apart(self, delivery: Row) -> list[Row]:
        """How many rows of a delivery were set apart, per reason; empty when there are none."""
        view = await self._quarantine(delivery["dataset"])
        if view is None:
            return []
        query = sql.SQL(
            "SELECT soort, reden, count(*) AS rijen FROM {0} WHERE levering = %s AND version ="
            " (SELECT max(version) FROM {0} WHERE levering = %s)"
            " GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT 100"
        ).format(view)
        return await self.rows(query, (delivery["levering"],) * 2)

    async def apart_rows(self, delivery: Row, start: int) -> list[Row]:
        """A page of rows that were set apart, masked; one more than fits when there is a next."""
        view = await self._quarantine(delivery["dataset"])
        if view is None:
            return []
        query = sql.SQL(
            "SELECT rij, soort, reden, inhoud FROM {0} WHERE levering = %s AND version ="
            " (SELECT max(version) FROM {0} WHERE levering = %s)"
            " ORDER BY rij NULLS LAST, reden, inhoud::text LIMIT %s OFFSET %s"
        ).format(view)
        return await self.rows(query, (*(delivery["levering"],) * 2, PAGE + 1, start))

    async def _quarantine(self, dataset: str) -> sql.Identifier | None:
        """The masked view of a dataset; None when nothing was ever set apart."""
        name = f"quarantaine_{dataset}"
        found = await self.rows(
            "SELECT viewname FROM pg_catalog.pg_views"
            " WHERE schemaname = 'beheer' AND viewname = %s",
            (name,),
        )
        return sql.Identifier("beheer", name) if found else None

    async def layers(self) -> list[Row]:
        """Layers with their state: shown, or withdrawn with the reason; open or restricted."""
        one = (
            "SELECT p.laag, l.titel, p.peildatum, l.aantal, i.sinds, i.reden, {1} AS besloten"
            " FROM {0}.pointer p JOIN {0}.laag l USING (laag, version)"
            " LEFT JOIN {0}.ingetrokken i USING (laag) WHERE p.huidig"
        )
        both = f"{one.format('pub', 'false')} UNION ALL {one.format('pub_restricted', 'true')}"
        return await self.rows(f"{both} ORDER BY besloten, sinds NULLS LAST, titel")

    async def rolled(self) -> list[Row]:
        """Datasets of the present release with the number of good versions: kept, and shown."""
        return await self.rows(
            "SELECT v.dataset, max(v.gemaakt) FILTER (WHERE v.gepubliceerd_nu) AS gemaakt,"
            " count(*) FILTER (WHERE v.toestand = 'goed') AS bewaard,"
            " count(*) FILTER (WHERE v.gepubliceerd_nu) AS nu FROM beheer.versie v"
            " GROUP BY 1 HAVING bool_or(v.gepubliceerd_nu) ORDER BY 1"
        )

    async def acts(self, start: int) -> list[Row]:
        """A page of the log of acts, newest first; looks at restricted layers stand apart."""
        return await self.rows(
            "SELECT * FROM beheer.handeling WHERE herkomst <> 'besloten'"
            " ORDER BY id DESC LIMIT %s OFFSET %s",
            (PAGE + 1, start),
        )

    async def looks(self, start: int) -> list[Row]:
        """A page of the looks at restricted layers, newest first."""
        return await self.rows(
            "SELECT * FROM beheer.handeling WHERE herkomst = 'besloten'"
            " ORDER BY id DESC LIMIT %s OFFSET %s",
            (PAGE + 1, start),
        )

    async def keys(self) -> list[Row]:
        """API keys, those that hold first, with their rights in words; never what opens a door."""
        return await self.rows(
            "SELECT s.*, (SELECT coalesce(string_agg(r.soort || ' ' || r.naam, ', ' ORDER BY"
            " r.soort, r.naam), '') FROM beheer.recht r"
            " WHERE r.houder = 'sleutel' AND r.van = s.id) AS rechten"
            " FROM beheer.sleutel s ORDER BY geldig DESC, verloopt"
        )

    async def rights(self) -> list[Row]:
        """What each group at the identity provider may read."""
        return await self.rows(
            "SELECT van, soort, naam, sinds FROM beheer.recht WHERE houder = 'groep'"
            " ORDER BY van, soort, naam"
        )

    async def alerts(self) -> list[Row]:
        """Open alerts, and those solved in the last thirty days."""
        return await self.rows(
            "SELECT m.*, coalesce(b.titel, m.dataset) AS titel,"
            " coalesce(l.naam, m.leverancier) AS naam FROM beheer.melding m"
            " LEFT JOIN beheer.bron b USING (dataset)"
            " LEFT JOIN beheer.leverancier l ON l.leverancier = m.leverancier"
            " WHERE opgelost IS NULL OR opgelost > now() - interval '30 days'"
            " ORDER BY opgelost DESC NULLS FIRST, id DESC"
        )


def _one(found: list[Row], absent: str) -> Row:
    if not found:
        raise Problem(404, absent)
    return found[0]
