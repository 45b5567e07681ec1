"""Citations as reference managers read them: CSL-JSON 1.0.2 and BibTeX."""

import re
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language

from .works import REGISTRY, Work

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Signs that mean something to TeX. Braces become commands: BibTeX counts them also behind a backslash.
TEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "$&#%_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def csl(work: Work) -> dict[str, Any]:
    """The work as one item of CSL-JSON."""
    registry = str(REGISTRY)
    return {
        "id": work.key,
        "type": "dataset" if work.is_dataset else "webpage",
        "title": work.title,
        "author": [{"literal": registry}],
        "publisher": registry,
        "issued": _day(work.day),
        "accessed": _day(localdate()),
        "URL": work.address,
        "language": get_language() or "en",
        "note": " ".join(work.notes),
    }


def _day(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def bibtex(work: Work) -> str:
    """The work as an entry of BibTeX in UTF-8.

    Of type misc, which every style knows; titles keep their capitals. The address is not escaped: styles take it
    word by word, and percent-encoding leaves no brace or backslash in it.
    """
    fields = {
        "author": f"{{{tex(str(REGISTRY))}}}",
        "title": f"{{{tex(work.title)}}}",
        "year": str(work.day.year),
        "url": work.address,
        "urldate": localdate().isoformat(),
        "note": tex(" ".join(work.notes)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    lines.insert(3, f"  month = {MONTHS[work.day.month - 1]},")
    return "\n".join([f"@misc{{{work.key},", *lines, "}", ""])


def tex(text: str) -> str:
    """A text for a field of BibTeX: one line, with the signs of TeX escaped."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip().translate(TEX)
