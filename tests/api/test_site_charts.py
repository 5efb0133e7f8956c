"""Charts and our own Markdown: pure, escaped, an unknown value is no bar of length zero."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from geo_api.site import charts, markdown

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
BARS = st.lists(
    st.builds(charts.Bar, TEXT, st.none() | st.floats(0, 1e9), TEXT), min_size=1, max_size=8
)

FULL = charts.Bar("c", 10.0, "10")


@given(TEXT, BARS)
def test_every_bar_lies_within_its_track(title, rows):
    tree = ET.fromstring(str(charts.bars(title, rows)))  # noqa: S314 - made here
    for bar in tree.iter("rect"):
        end = float(bar.attrib["x"]) + float(bar.attrib["width"])
        assert float(bar.attrib["x"]) >= charts.LABEL
        assert end <= charts.LABEL + charts.WIDE + 1.6


@given(TEXT, BARS)
def test_unknown_is_hatched_and_known_is_drawn(title, rows):
    drawn = str(charts.bars(title, rows))
    unknown = sum(row.value is None for row in rows)
    assert drawn.count('class="onbekend"') == unknown
    assert drawn.count('class="balk"') == len(rows) - unknown


def test_the_title_says_everything():
    drawn = str(
        charts.bars("Leeftijd", [charts.Bar("65+", 25.0, "25%"), charts.Bar("x", None, "?")])
    )
    assert "<title>Leeftijd: 65+ 25%; x ?</title>" in drawn


def test_twice_as_much_is_twice_as_long():
    drawn = str(charts.bars("t", [charts.Bar("a", 10.0, ""), charts.Bar("b", 20.0, "")]))
    assert re.findall(r'class="balk".*?width="([\d.]+)"', drawn) == [
        f"{charts.WIDE / 2:.1f}",
        f"{charts.WIDE:.1f}",
    ]


def test_nothing_is_no_bar_and_little_is_one():
    drawn = str(charts.bars("t", [charts.Bar("a", 0.0, "0"), charts.Bar("b", 0.001, ""), FULL]))
    wide = [float(found) for found in re.findall(r'class="balk".*?width="([\d.]+)"', drawn)]
    assert wide[0] == 0.0
    assert 0 < wide[1] < wide[2]


@given(TEXT)
def test_markdown_lets_no_tag_through(text):
    made = str(markdown.html(text + "\n\n<script>alert(1)</script>\n\n- `<b>`\n"))
    assert "<script" not in made
    assert "<b>" not in made


PAGE = """## Kop

**Vet** en [a](m01_x.md), [b](../x.py).

- een
  twee
- drie

```python
a < b
```

| a | b |
| --- | --- |
| 1 | 2 |
"""


def test_markdown_of_a_method_page():
    made = str(markdown.html(PAGE))
    assert "<h2>Kop</h2>" in made
    assert '<strong>Vet</strong> en <a href="/methode/m01_x">a</a>, b.' in made
    assert made.count("<li>") == 2
    assert "a &lt; b" in made
    assert '<th scope="col">a</th>' in made
    assert "<td>2</td>" in made
