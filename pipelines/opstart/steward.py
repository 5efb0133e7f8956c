"""The steward's verbs, handed to `pipelines.verbs` with the address of the steward's own role."""

from pipelines.opstart.flows import database
from pipelines.opstart.progress import console
from pipelines.settings import Settings


def call(settings: Settings, verb: str, subjects: tuple[object, ...], by: str, reason: str) -> None:
    """Carry out a verb and show the sentence it gives back."""
    from pipelines import verbs  # not needed, and not read, by any other command

    with database(settings, verb) as server:
        dsn = server.dsn("woonzorg_steward")
        told = getattr(verbs, verb)(dsn, *subjects, by=by, reason=reason)
    if told:
        console.print(str(told), markup=False)
