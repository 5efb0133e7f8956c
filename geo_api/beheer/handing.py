"""Delivering a file on a page: supplier and feed from the profile, then the watched folder."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from data.getallen import dutch
from geo_api.beheer import forms, spoken, upload
from geo_api.beheer.office import Actor, Office, OfficeOf, page
from geo_api.beheer.sessions import Refusal
from geo_api.errors import Problem

router = APIRouter()
FORM = "aanleveren"
"""What the form is called on its page."""


class Choices:
    """What can be delivered: feed and supplier, with the folder and the endings read there."""

    def __init__(self) -> None:
        """Nothing yet; see `of`."""
        self.names: dict[str, str] = {}
        self._folders: dict[str, Path] = {}
        self._endings: dict[str, list[str]] = {}

    @classmethod
    async def of(cls, office: Office, taal: str) -> "Choices":
        """From the profile, and from folders that are there already."""
        found = cls()
        feeds = {row["dataset"]: row for row in await office.desk.feeds() if row["map"]}
        for supplier in await office.desk.suppliers():
            for name in sorted(set(supplier["feeds"]) & set(feeds)):
                feed, who = feeds[name], supplier["leverancier"]
                key = f"{name}/{who}"
                found.names[key] = f"{supplier['naam']}: {spoken.feed(feed, taal=taal)}"
                found._folders[key] = Path(feed["map"]) / who
                found._endings[key] = feed["soorten"]
        return found

    @property
    def endings(self) -> list[str]:
        """Every ending that some feed reads."""
        return sorted({ending for endings in self._endings.values() for ending in endings})

    def folder(self, key: str, name: str) -> Path:
        """Where a file goes.

        Raises:
            Problem: 400 for what is not offered, or a kind of file that is not read there.
        """
        if key not in self._folders:
            raise Problem(400, "Kies eerst een leverancier en feed uit de lijst.")
        ending = Path(upload.plain(name)).suffix
        if ending not in self._endings[key]:
            read = ", ".join(self._endings[key])
            kind = ending or "onbekend"
            raise Problem(400, f"Soort {kind} wordt voor deze feed niet gelezen; wel: {read}.")
        return self._folders[key]


@router.get("/aanleveren")
async def choose(request: Request, office: OfficeOf, session: Actor, voor: str = "") -> Response:
    """The form."""
    choices = await Choices.of(office, spoken.language(request))
    return page(
        request,
        session,
        "aanleveren.html",
        choices=choices.names,
        chosen=voor,
        endings=choices.endings,
        limit=office.settings.upload_mb,
    )


@router.post("/aanleveren", name="aanleveren")
async def deliver(request: Request, office: OfficeOf, session: Actor) -> Response:
    """Take a file in; whether it is usable, the next refresh says in its report."""
    choices = await Choices.of(office, spoken.language(request))
    subject = "onbekend"
    sent: dict[str, str] = {}

    def start(fields: dict[str, str], name: str) -> Path:
        nonlocal subject
        forms.check(fields, session)
        subject = fields.get("voor", "") if fields.get("voor") in choices.names else subject
        return upload.draft(choices.folder(fields.get("voor", ""), name))

    try:
        fields, taken = await upload.take(request, office.settings.upload_mb << 20, start, sent)
    except Problem as problem:
        said = problem.detail
        await office.acts.note("aanleveren", subject, session.who, done=False, said=said)
        field = "bestand" if sent.get("voor") in choices.names else "voor"
        session.tell(said, well=False, refused=Refusal(FORM, {"voor": sent.get("voor", "")}, field))
        if problem.status == 403:
            raise
        return RedirectResponse("/aanleveren", 303)
    try:
        # On record first: a file without its line in the log must not reach the folder.
        await office.acts.note("aanleveren", f"{subject} {taken.sha256[:12]}", session.who)
        taken.settle(choices.folder(fields["voor"], taken.name))
    except BaseException:
        taken.drop()
        raise
    session.tell(
        f"Ontvangen: {upload.plain(taken.name)} ({dutch(taken.size)} bytes) voor "
        f"{choices.names[subject]}. De volgende verversing leest het en maakt een verslag.",
        well=True,
    )
    return RedirectResponse("/aanleveren", 303)
