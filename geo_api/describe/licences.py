"""Licences: the name a layer carries, and the address by which catalogues know it."""

_KNOWN = {
    "CC BY 4.0": "http://creativecommons.org/licenses/by/4.0/deed.nl",
    "CC BY 3.0 NL": "http://creativecommons.org/licenses/by/3.0/nl/",
    "CC0 1.0": "http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    "Public Domain Mark 1.0": "http://creativecommons.org/publicdomain/mark/1.0/deed.nl",
    "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
SERVICE = "https://eupl.eu/1.2/nl/"
"""Of this service itself; each layer has a licence of its own."""
NONE = "http://standaarden.overheid.nl/owms/terms/geslotenlicentie"
"""What the Dutch list of licences has for terms that are not one of the open ones."""


def address(name: str | None) -> str:
    """The address of a licence; one that is agreed with a supplier counts as not open."""
    if name and name.startswith(("http://", "https://")):
        return name
    return _KNOWN.get(name or "", NONE)
