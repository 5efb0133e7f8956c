"""With what a delivery's number of rows is compared."""

from datetime import date

from pipelines import versions
from tests.support.clusters import Database

NEWER, OLDER = date(2024, 9, 1), date(2022, 9, 1)


def test_rows_are_compared_with_the_last_good_delivery_of_that_peildatum(
    own_database: Database,
) -> None:
    with own_database.connect() as connection:
        connection.execute(
            "INSERT INTO log.run (aanleiding, codeversie, toestand) VALUES ('proef', 'x', 'klaar')"
        )
        for moment, rows, hash_ in ((OLDER, 171, "a"), (NEWER, 171_000, "b")):
            connection.execute(
                "INSERT INTO log.levering (dataset, peildatum, inhoud_hash, bestanden, epoch,"
                " toestand, rijen) VALUES ('proef', %s, %s, '[]', 1, 'goed', %s)",
                (moment, hash_, rows),
            )
        assert versions.supplier_rows(connection, "proef", "", OLDER) == 171
        assert versions.supplier_rows(connection, "proef", "", NEWER) == 171_000
        # A peildatum that never came before has the newest to compare with.
        assert versions.supplier_rows(connection, "proef", "", date(2026, 9, 1)) == 171_000
        assert versions.supplier_rows(connection, "proef", "iemand", NEWER) is None
