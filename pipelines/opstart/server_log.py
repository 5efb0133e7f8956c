"""What a PostgreSQL log says to a person."""

import re

_SPEECH = (
    ("No space left on device", "de schijf is vol; maak ruimte vrij."),
    ("could not resize shared memory", "er is te weinig gedeeld geheugen; maak /dev/shm groter."),
    ("Cannot allocate memory", "er is te weinig geheugen vrij; sluit andere programma's."),
    ("Permission denied", "er ontbreken rechten op de datamap."),
    ("database system identifier differs", "de datamap hoort bij een ander cluster."),
    ("invalid primary checkpoint record", "de datamap is beschadigd; zet een back-up terug."),
)


def why(text: str) -> str:
    """One Dutch sentence out of a log; for an unknown cause the last line that names an error."""
    for sign, sentence in _SPEECH:
        if sign in text:
            return sentence
    lines = [
        line
        for line in text.splitlines()
        if re.search(r"\b(FATAL|PANIC|ERROR|error|fatal)\b", line)
    ]
    return f"«{(lines or text.splitlines() or ['geen melding'])[-1].strip()}»."
