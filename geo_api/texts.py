"""What people read when something is missing or a request is wrong; Dutch, short."""

from collections.abc import Iterable
from difflib import get_close_matches

from geo_api.pages import dutch_date

TITLES = {
    400: "Onjuiste aanvraag",
    401: "Niet aangemeld",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    406: "Vorm niet beschikbaar",
    408: "Te langzaam",
    410: "Niet meer beschikbaar",
    409: "Dat kan nu niet",
    412: "Voorwaarde niet vervuld",
    413: "Te groot",
    414: "Adres te lang",
    415: "Vorm niet gelezen",
    416: "Bereik niet leverbaar",
    421: "Onbekende host",
    429: "Te veel aanvragen",
    431: "Kopregels te groot",
    500: "Fout in de dienst",
    503: "Nu niet beschikbaar",
}
TITLES_EN = {
    400: "Wrong request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Form not available",
    408: "Too slow",
    410: "No longer available",
    409: "Not possible now",
    412: "Condition not met",
    413: "Too large",
    414: "Address too long",
    415: "Form not read",
    416: "Range not available",
    421: "Unknown host",
    429: "Too many requests",
    431: "Headers too large",
    500: "Fault in the service",
    503: "Not available now",
}

NO_PAGE = "Deze pagina bestaat niet."
NO_SUCH_PATH = (
    "Dit adres bestaat niet. Begin bij /v1 voor de API of bij / voor de "
    "pagina's; adressen eindigen nooit op een schuine streep."
)
METHOD = "Dit adres kent deze methode niet; de kopregel Allow zegt welke wel."
NO_STREETS = (
    "Het straatnetwerk is op deze installatie nu niet te lezen. Het komt er bij een verversing; "
    "probeer het daarna opnieuw."
)
TASKS_FULL = (
    "Er wachten nu al zoveel taken als deze dienst aanneemt. Probeer het over een halve minuut "
    "opnieuw."
)
NO_TASK = (
    "Er is geen taak met dit id. Een taak verdwijnt een tijd nadat zij klaar is, als zij wordt "
    "gestopt, en als de dienst opnieuw start; stel de vraag dan opnieuw."
)
TASK_FAILED = (
    "De taak is mislukt; de beheerder ziet het in het logboek. Probeer het met minder plekken, of "
    "later."
)
TASK_SLOW = "De taak duurde te lang en is gestopt. Vraag minder plekken of kandidaten."
NOT_A_FORM = "Deze pagina leest een formulier, zoals een browser het stuurt."
NOT_JSON = "De inhoud van deze vraag is JSON: stuur haar met Content-Type: application/json."
FAILED = (
    "Er ging iets mis in de dienst. De beheerder ziet het in het logboek; "
    "probeer het later opnieuw."
)
SLOW = (
    "Deze vraag kostte de database te veel tijd. Vraag een kleiner gebied of "
    "minder objecten, of probeer het straks opnieuw."
)
COUNT_SLOW = (
    "Alle objecten tellen kostte de database te veel tijd. Vraag tellen=schatting, of een kleiner "
    "gebied."
)
NO_VALUE = "'filter' is niet uit te rekenen: een getal wordt te groot, of een wortel bestaat niet."
NO_DATABASE = "De database antwoordt nu niet. Probeer het over enkele seconden opnieuw."
BUSY = "Het is nu te druk, of de database antwoordt niet. Probeer het over enkele seconden opnieuw."
NO_RELEASE = (
    "Er is nog geen release gepubliceerd. Probeer het opnieuw als de eerste verversing klaar is."
)
HOST = "Deze dienst antwoordt niet op deze hostnaam. Gebruik het adres uit de documentatie."
URL_TOO_LONG = "Het adres is langer dan 4096 tekens."
HEADERS_TOO_LARGE = "De kopregels van de aanvraag zijn samen groter dan 8 kB."
BODY_TOO_SLOW = "De inhoud van de aanvraag kwam niet binnen 30 seconden."
NO_TILE = (
    "Deze tegel ligt buiten het tegelschema of de zoomniveaus van de laag; de "
    "TileJSON noemt de grenzen."
)
TILE_VERSION = "'v' is een heel getal: de versie uit de TileJSON."
VERSION_AND_RELEASE = "Vraag 'v' of 'release', niet beide."
NO_ARCHIVE_FILE = "Het tegelarchief van deze laag is nu niet leesbaar. Probeer het straks opnieuw."
ONE_RANGE = "Vraag één bereik per keer (Range: bytes=begin-einde)."
PRECONDITION = "Het bestand is sinds uw vorige vraag vernieuwd; begin opnieuw zonder If-Match."
NO_METRICS = "Hier staat alleen /metrics, voor Prometheus."
RANGE = "Het gevraagde bereik ligt buiten het bestand."
OTHER_METHOD = (
    "Dit cijfer is met een andere versie van de methode gemaakt: de cijfers zijn die van toen, "
    "formules en gewichten in deze uitleg die van nu."
)
OFFSET_AND_CURSOR = "Vraag 'offset' of 'na', niet beide."
CURSOR = (
    "De cursor in 'na' hoort niet bij deze vraag. Volg de link met rel=next "
    "ongewijzigd, of begin opnieuw zonder 'na'."
)
EXPORTS_BUSY = (
    "Er worden nu al zoveel downloads gemaakt als deze dienst aankan. Probeer het over een halve "
    "minuut opnieuw."
)
EXPORT_FAILED = (
    "Het bestand kon niet worden gemaakt. Kies een andere vorm, of probeer het later opnieuw; de "
    "beheerder ziet het in het logboek."
)
BEING_MADE = (
    "Het bestand van deze laag wordt nu gemaakt. Probeer het over tien seconden opnieuw; daarna "
    "staat het klaar."
)
NO_QUESTION = (
    "Deze zoekvraag bestaat niet, of niet meer: zij wordt hoogstens 30 dagen bewaard. Bewaar haar "
    "opnieuw met POST /v1/zoekvragen; dezelfde vraag krijgt hetzelfde id."
)
QUESTIONS_FULL = (
    "Er worden nu zoveel zoekvragen bewaard als deze dienst kan houden. Probeer het later opnieuw; "
    "een filter in het adres kan wel."
)
VIEWER = (
    "De kaart is op deze installatie nog niet gebouwd. Start de dienst met "
    "./woonzorg demo of ./woonzorg serve; die bouwen haar."
)


def no_such_file(extension: str, valid: Iterable[str]) -> str:
    """A form in which a layer has no file."""
    names = list(valid)
    near = did_you_mean(extension[:40], names)
    return f"Van deze laag zijn er bestanden in: {', '.join(names)}.{near}"


def body_too_large(most: int) -> str:
    """More was sent than is read."""
    return f"De inhoud van de aanvraag is groter dan {most // 1024} kB."


def media_type(found: str, valid: Iterable[str]) -> str:
    """What was sent has another media type."""
    names = ", ".join(valid)
    return f"De inhoud is {found[:80] or 'zonder Content-Type'}; dit adres leest {names}."


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The valid name that looks most like the given one, or None."""
    found = get_close_matches(name.lower(), list(valid), n=1, cutoff=0.5)
    return found[0] if found else None


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """A closing sentence with the nearest valid name, or nothing."""
    found = nearest(name, valid)
    return f" Bedoelde u '{found}'?" if found else ""


def unknown_layer(name: str, valid: Iterable[str]) -> str:
    """A layer that does not exist."""
    return (
        f"Er is geen laag '{name[:80]}'.{did_you_mean(name, valid)} Alle lagen staan "
        "op /v1/collections."
    )


def withdrawn(name: str, since: str, reason: str) -> str:
    """A layer that the steward withdrew."""
    return f"De laag '{name}' is op {dutch_date(since)} ingetrokken: {reason.rstrip('.')}."


def gone(name: str, version: int) -> str:
    """A version that is no longer kept."""
    return (
        f"Versie {version} van de laag '{name}' wordt niet meer bewaard. Begin "
        "opnieuw zonder versie of cursor."
    )


def offset(name: str, most: int) -> str:
    """More is to be left out than one may ask."""
    return (
        f"'offset' is een heel getal van 0 tot en met {most}. Wie verder wil, volgt de link met "
        f"rel=next; de hele laag staat als bestand bij de links van /v1/collections/{name}."
    )


def not_in_release(name: str, release: int) -> str:
    """A version that a release held is gone, or there was none."""
    return (
        f"Van de laag '{name}' is geen versie uit release {release} bewaard. Zonder 'release' "
        "krijgt u de nieuwste; /v1/releases zegt wat wanneer veranderde."
    )


def release_gone(release: int) -> str:
    """A release of which nothing is kept."""
    return (
        f"Van release {release} wordt geen enkele laag meer bewaard. Zonder 'release' krijgt u de "
        f"nieuwste; /v1/releases/{release} zegt nog wel wat er toen veranderde."
    )


def no_release(number: str, newest: int) -> str:
    """A release that never was."""
    return (
        f"Er is geen release '{number[:20]}'. De nieuwste is {newest}; alle staan op /v1/releases."
    )


def no_feature(name: str, key: str) -> str:
    """An object that is not in the layer."""
    return f"In de laag '{name}' staat geen object met id '{key[:80]}'."


def unknown_grid(name: str, valid: Iterable[str]) -> str:
    """A tile matrix set that is not served."""
    names = list(valid)
    near = did_you_mean(name[:40], names)
    return f"Er is geen tegelschema '{name[:40]}'. Er zijn: {', '.join(names)}.{near}"


def no_styles(name: str) -> str:
    """A table has nothing to draw."""
    return f"De laag '{name}' heeft geen vormen, en dus geen stijl of legenda."


def unknown_style(name: str, valid: Iterable[str]) -> str:
    """A style that a layer does not have."""
    names = list(valid)
    near = did_you_mean(name[:60], names)
    return f"Er is geen stijl '{name[:60]}' van deze laag. Er zijn: {', '.join(names)}.{near}"


def no_tiles(name: str) -> str:
    """A layer without an archive."""
    return f"Van de laag '{name}' zijn geen tegels gepubliceerd."


def too_many(seconds: int) -> str:
    """More questions than one client may ask."""
    unit = "seconde" if seconds == 1 else "seconden"
    return (
        f"U stelt meer vragen dan deze dienst per bezoeker beantwoordt. Wacht {seconds} {unit}; "
        "wie veel nodig heeft, haalt een laag als bestand."
    )
