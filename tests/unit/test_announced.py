"""A name that readers build on goes only after it was announced."""

from dataclasses import replace

from data.model import Leaving
from data.registry import problems, registry
from pipelines.announced import unannounced


def test_only_what_was_announced_may_go() -> None:
    shown = {"laag": {"a": None, "b": {"reden": "Weg."}, "c": None}, "uit": {"x": None}}
    assert unannounced(shown, {"laag": {"a", "c", "nieuw"}}) == []
    assert unannounced(shown, {"laag": {"a"}}) == ["laag.c"]
    assert unannounced(shown, {"laag": {"c"}, "uit": set()}) == ["laag.a", "uit.x"]


def test_an_announcement_says_why_and_points_to_a_column_that_stays() -> None:
    known = dict(registry())
    feed = known["zorgaanbieders"]
    first, second, *rest = feed.columns

    def wrong(one: Leaving, other: Leaving | None = None) -> list[str]:
        columns = (replace(first, leaving=one), replace(second, leaving=other), *rest)
        found = problems(known | {feed.name: replace(feed, columns=columns)})
        return [text for text in found if "announced" in text]

    assert not wrong(Leaving(reason="Heet voortaan anders.", successor=second.name))
    assert not wrong(Leaving(reason="De bron levert dit niet meer."))
    assert len(wrong(Leaving(reason=""))) == 1
    assert len(wrong(Leaving(reason="Anders.", successor="bestaat_niet"))) == 1
    assert len(wrong(Leaving(reason="Weg.", successor=second.name), Leaving(reason="Ook."))) == 1
