"""The Markdown of our own method pages as HTML: headings, paragraphs, lists, tables, code.

Only what those pages use; everything else stays text. Every text is escaped first.
"""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

_LINK = re.compile(r"\[([^\]]+)\]\(([a-z0-9_-]+)\.md\)")
_AWAY = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def html(text: str) -> Markup:
    """A page without its title."""
    return Markup("\n".join(_blocks(text.splitlines())))  # noqa: S704 - escaped below


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    k = 0
    while k < len(lines):
        line = lines[k]
        if not line.strip():
            k += 1
        elif line.startswith("```"):
            end = next(
                (j for j in range(k + 1, len(lines)) if lines[j].startswith("```")), len(lines)
            )
            yield f'<pre tabindex="0"><code>{escape(chr(10).join(lines[k + 1 : end]))}</code></pre>'
            k = end + 1
        elif line.startswith("#"):
            level = min(max(len(line) - len(line.lstrip("#")), 2), 4)
            yield f"<h{level}>{_inline(line.lstrip('# '))}</h{level}>"
            k += 1
        else:
            end = _end(lines, k)
            yield _block(lines[k:end])
            k = end


def _end(lines: Sequence[str], k: int) -> int:
    stop = k + 1
    while stop < len(lines) and lines[stop].strip() and not lines[stop].startswith(("#", "```")):
        stop += 1
    return stop


def _block(lines: Sequence[str]) -> str:
    if lines[0].startswith("|"):
        return _table(lines)
    if lines[0].startswith(("- ", "* ")):
        joined = re.split(r"^[-*] ", "\n".join(lines), flags=re.M)[1:]
        return "<ul>" + "".join(f"<li>{_inline(one)}</li>" for one in joined) + "</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _table(lines: Sequence[str]) -> str:
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{_inline(cell) or "&nbsp;"}</th>' for cell in cells[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>"
        for row in cells[1:]
        if not all(set(cell) <= set("-: ") for cell in row)
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="tabel" tabindex="0" role="region" aria-label="Table">{table}</div>'


def _inline(text: str) -> str:
    """Code, bold, italic and links to other method pages."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(
        f"<code>{escape(part[1:-1])}</code>" if part[:1] == "`" and len(part) > 1 else _words(part)
        for part in parts
    )


def _words(text: str) -> str:
    told = str(escape(text))
    told = _LINK.sub(r'<a href="/methode/\2">\1</a>', told)
    told = _AWAY.sub(r"\1", told)
    told = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", told)
    return re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", told)
