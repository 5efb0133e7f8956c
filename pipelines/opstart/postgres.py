"""Which PostgreSQL of this machine is used and how the private cluster is configured."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import EnvironmentUnfit

DEBIAN_ROOT = Path("/usr/lib/postgresql")
DEBIAN_SHARE = Path("/usr/share/postgresql")

# For two cores and a few GiB beside Dagster and the API; more power comes with DATABASE_URL.
_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "min_wal_size": "256MB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "200",
    "jit": "off",
    "password_encryption": "'scram-sha-256'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_line_prefix": "'%m [%p] %q%u@%d '",
    "log_min_messages": "warning",
}

HBA_CLOSED = "local all all scram-sha-256\n"
"""All give a password, the superuser too: one role's address never opens another role."""

HBA_OPEN = "local all postgres peer map=beheer\nlocal all all reject\n"
"""Only while passwords are set: the user who runs the server is the superuser, by its identity."""


@dataclass(frozen=True)
class Installation:
    """One installed PostgreSQL with PostGIS."""

    version: int
    bin: Path

    def program(self, name: str) -> str:
        """Path of one of the server's programs."""
        return str(self.bin / name)


def installations(root: Path = DEBIAN_ROOT, share: Path = DEBIAN_SHARE) -> list[Installation]:
    """All installed servers that also have PostGIS, newest first."""
    found = []
    for folder in root.glob("*/bin/initdb"):
        version = folder.parent.parent.name
        # Debian keeps the extension's script and its library in two packages; both are needed.
        script = share / version / "extension" / "postgis.control"
        library = folder.parent.parent / "lib" / "postgis-3.so"
        if version.isdigit() and script.exists() and library.exists():
            found.append(Installation(int(version), folder.parent))
    return sorted(found, key=lambda one: one.version, reverse=True)


def choose(
    major: int | None = None, root: Path = DEBIAN_ROOT, share: Path = DEBIAN_SHARE
) -> Installation:
    """Pick the server to run: the one an existing cluster was made with, otherwise the newest.

    Raises:
        EnvironmentUnfit: none is installed, or not the one the cluster needs.
    """
    found = [one for one in installations(root, share) if major in (None, one.version)]
    if not found and major is not None:
        raise EnvironmentUnfit(
            f"Het databasecluster is gemaakt met PostgreSQL {major}, maar die versie met PostGIS "
            f"is niet meer geïnstalleerd: installeer postgresql-{major}-postgis-3."
        )
    if not found:
        raise EnvironmentUnfit(
            "PostgreSQL met PostGIS ontbreekt: installeer de pakketten postgresql en "
            "postgresql-postgis van uw distributie, of wijs met DATABASE_URL een "
            "bestaande server aan."
        )
    return found[0]


def configuration(socket: Path) -> str:
    """Text of the settings file that the cluster includes."""
    lines = [f"{key} = {value}" for key, value in _SETTINGS.items()]
    return "\n".join(
        [*lines, f"unix_socket_directories = '{str(socket).replace(chr(39), chr(39) * 2)}'", ""]
    )


def ident(user: str) -> str:
    """Text of the identity map used by `HBA_OPEN`."""
    users = sorted({user, "root", "postgres"})
    return "".join(f"beheer {name} postgres\n" for name in users)
