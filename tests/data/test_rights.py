"""P1: what each role can read, write and run is exactly what an allow-list in the tests says."""

from pathlib import Path
from typing import Any

import pytest

from data.registry import layers
from pipelines.opstart import roles
from tests.support.installations import Installation

ALLOWED = Path(__file__).parent / "rechten"
ROLES = [role for role in roles.LOGINS if role != roles.DAGSTER_ROLE]
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
# Whatever the role, what PostGIS and PostgreSQL themselves offer to everyone is no data of ours.
SYSTEM = ("pg_catalog", "information_schema", "pg_toast")


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


def relations(place: Installation, role: str) -> set[str]:
    """`schema.name VERBS` of everything a role has a right on, layers under one name."""
    rows = place.database.rows(
        "SELECT n.nspname AS s, c.relname AS r, c.relkind::text AS k, array_agg(v.verb) AS verbs"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(%s::text[]) v(verb)"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> ALL (%s)"
        " AND has_schema_privilege(%s, n.oid, 'USAGE') AND has_table_privilege(%s, c.oid, v.verb)"
        " GROUP BY 1, 2, 3",
        (list(VERBS), list(SYSTEM), role, role),
        role="postgres",
    )
    return {
        f"{row['s']}.{_called(row)} {' '.join(verb for verb in VERBS if verb in row['verbs'])}"
        for row in rows
    }


def _called(row: dict[str, Any]) -> str:
    """Layers and datasets come and go with the registry: they stand in the list under one name."""
    name = row["r"]
    if row["s"] in ("pub", "pub_restricted") and row["k"] == "v":
        if name in ("bronstatus", "inhoud"):
            return name
        assert name in layers(), name
        return "<laag>"
    if row["s"] in ("stage", "store", "quarantine"):
        return "<tabel>"
    if row["s"] == "beheer" and name.startswith("quarantaine_"):
        return "quarantaine_<tabel>"
    return str(name)


def functions(place: Installation, role: str) -> set[str]:
    """Functions outside PostgreSQL and PostGIS that a role may run."""
    rows = place.database.rows(
        "SELECT n.nspname || '.' || p.proname AS f FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname <> ALL (%s)"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        " AND has_function_privilege(%s, p.oid, 'EXECUTE')"
        " AND has_schema_privilege(%s, n.oid, 'USAGE')",
        (list(SYSTEM), role, role),
        role="postgres",
    )
    return {f"{row['f']}() EXECUTE" for row in rows}


def creating(place: Installation, role: str) -> set[str]:
    """Schemas a role may make things in."""
    rows = place.database.rows(
        "SELECT nspname AS s FROM pg_namespace WHERE nspname <> ALL (%s)"
        " AND nspname NOT LIKE 'pg\\_%%' AND has_schema_privilege(%s, oid, 'CREATE')",
        (list(SYSTEM), role),
        role="postgres",
    )
    return {f"{row['s']} CREATE" for row in rows}


@pytest.mark.parametrize("role", ROLES)
def test_rights_are_those_of_the_list(place: Installation, role: str) -> None:
    """A new right without a changed list is a red build; so is a right that is gone."""
    file = ALLOWED / f"{role}.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    allowed = {line for line in lines if line and not line.startswith("#")}
    found = relations(place, role) | functions(place, role) | creating(place, role)
    assert found == allowed


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_more_than_a_login(place: Installation, role: str) -> None:
    (found,) = place.database.rows(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles"
        " WHERE rolname = %s",
        (role,),
        role="postgres",
    )
    assert not any(found.values())
    member = place.database.rows(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
        " JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = %s",
        (role,),
        role="postgres",
    )
    expected = {roles.OWNER} if role == roles.MIGRATION else set()
    assert {row["rolname"] for row in member} == expected


def test_public_role_really_reads_nothing_else(place: Installation) -> None:
    """Not by the catalogue but by trying: every relation outside `pub` refuses."""
    rows = place.database.rows(
        "SELECT n.nspname AS s, c.relname AS r FROM pg_class c JOIN pg_namespace n"
        " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v')"
        " AND n.nspname IN ('log', 'stage', 'store', 'quarantine', 'pub_restricted', 'audit',"
        " 'vraag')",
        role="postgres",
    )
    assert len(rows) > 50
    with place.database.connect("woonzorg_api") as connection:
        for row in rows:
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(f"TABLE {row['s']}.{row['r']}".encode())


def test_public_layers_hold_no_exact_figures_of_partners(place: Installation) -> None:
    rows = place.database.rows(
        "SELECT table_name || '.' || column_name AS c FROM information_schema.columns"
        " WHERE table_schema = 'pub' AND (column_name LIKE '%%punten%%'"
        " OR column_name LIKE '%%besloten%%' OR table_name LIKE '%%besloten%%')",
        role="postgres",
    )
    assert rows == []
