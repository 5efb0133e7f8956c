"""The errors of the pipeline, one root and few branches.

    WoonzorgError
    ├── ConfigurationError     the profile or a setting is wrong
    ├── SourceUnavailable      the publisher does not answer now; trying again may help
    ├── SourceChanged          the publisher answers something else than agreed; trying again does
    not help ├── DeliveryRefused        what arrived breaks the contract; the last good version
    stays
    ├── PublicationRefused     the publishing transaction said no; readers keep the last release
    └── EnvironmentUnfit       the machine lacks something (port, disk, program)

Every message says which dataset, what was found, what was expected and what to do, in Dutch: people
read it on the command line, in Dagster and in the status page.
"""


class WoonzorgError(Exception):
    """Root of all errors that are shown to a person as one sentence."""


class ConfigurationError(WoonzorgError):
    """The profile or a setting is wrong."""


class SourceUnavailable(WoonzorgError):  # noqa: N818 - reads as a statement, as the design names it
    """The publisher does not answer now."""


class SourceChanged(WoonzorgError):  # noqa: N818
    """The publisher answers something else than was agreed."""


class DeliveryRefused(WoonzorgError):  # noqa: N818
    """What arrived breaks the contract of its dataset."""


class DeliveryErased(DeliveryRefused):
    """The delivery holds personal data; it is erased, and its hash stays refused.

    Attributes:
        sha256: hash of the file.
    """

    def __init__(self, reason: str, sha256: str) -> None:
        """Say why, and which bytes."""
        super().__init__(reason)
        self.sha256 = sha256


class PublicationRefused(WoonzorgError):  # noqa: N818
    """The publishing transaction said no."""


class EnvironmentUnfit(WoonzorgError):  # noqa: N818
    """The machine lacks something the command needs."""
