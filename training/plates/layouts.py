"""What stands on plates where: all layouts, how often each is drawn, and texts drawn from their patterns.

The parts of the world have files of their own; ``layout.py`` says how a layout is written.
"""
import dataclasses
import random

from .africa import AFRICA
from .americas import CANADA, LATIN, PROVINCES, STATES, UNITED_STATES
from .asia import ASIA, OCEANIA
from .europe import EUROPE
from .layout import DIGITS, LETTERS, Layout

# The class of plates whose region cannot be told.
UNKNOWN = "unknown"
_ANY = "XXXXXX;XXXXXXX;XXXXX;XXXX;XXXXXXXX;XXX XXX;XXX-XXXX;XX-XX-XX;99-99-99;999999;AAA 9999;9999 AAA"
_ANY_TWO = "XXX/XXX;XXX/XXXX;XX/XXXX;XXXX/XXX;XXXX/XXXX;XX/99999;99XX/99999;XXX/99;AA 99/XXXX;99-X9/999.99"
ANYWHERE = (
    Layout(UNKNOWN, "plain", 3.2, tuple(_ANY.split(";")), LETTERS, .25, 1), Layout(UNKNOWN, "band", 4.5, tuple(_ANY.split(";")), LETTERS, .1, .6),
    Layout(UNKNOWN, "plain", 1.5, tuple(_ANY_TWO.split(";")), LETTERS, .2, 1.2),
)
SHARES = ((UNITED_STATES, .16), (CANADA, .02), (LATIN, .13), (EUROPE, .30), (ASIA, .22), (OCEANIA, .02), (AFRICA, .10), (ANYWHERE, .05))
# One in so many has the ornaments of one region around the text of another: its region is unknown.
_MIXED = .03
REGIONS = tuple(sorted({layout.region for group, _ in SHARES for layout in group}))
STATE_NAMES = tuple(name for name, _ in STATES.values())
SLOGANS = ("Sunshine State", "Land of Lincoln", "Show-Me State", "dmv.ca.gov", "Garden State", "Vacationland", "Evergreen State", "Empire State", "The Lone Star State",
           "First in Flight", "Great Lakes", "Famous Potatoes", "Live Free or Die", "10,000 Lakes", "Land of Enchantment", "Heart of Dixie", "visitPA.com", "Grand Canyon State",
           "MyFlorida.com", "America's Dairyland", "In God We Trust", "Sweet Home", "Volunteer State", "Peach State", "Aloha State", "Native America", "The Silver State")
SMALL_WORDS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "12", "13", "14", "15", "2014", "2015", "TRUCK", "09", "16", "08", "TX", "CA")
BAND_LETTERS = tuple(sorted({layout.band for group, _ in SHARES for layout in group} - {""}))


def choose(rng: random.Random) -> tuple[Layout, str]:
    """A random layout with one of its patterns."""
    layout = _draw(rng)
    pattern = rng.choice(layout.patterns)
    if rng.random() < _MIXED:
        other = _draw(rng)
        if other.region != layout.region:
            layout = dataclasses.replace(layout, region=UNKNOWN, kind=other.kind, band=other.band, header=other.header, dark=other.dark)
    return layout, pattern


def of_region(rng: random.Random, region: str, lines: int) -> tuple[Layout, str] | None:
    """A layout of a region (``us``: of any state) with a pattern of so many lines; none where the region has none."""
    found = [(layout, pattern) for group, _ in SHARES for layout in group if layout.region == region or layout.region.startswith(f"{region}-")
             for pattern in layout.patterns if pattern.count("/") + 1 == lines]
    return rng.choice(found) if found else None


def fill(rng: random.Random, layout: Layout, pattern: str) -> str:
    """The pattern with its letters and digits drawn; separators, ornaments and line breaks stay."""
    text, quoted = [], None
    for c in pattern:
        if c == "<":
            quoted = ""
        elif c == ">":
            text.append(rng.choice(quoted.split(",")))
            quoted = None
        elif quoted is not None:
            quoted += c
        elif c in "A9X":
            text.append(rng.choice({"A": layout.letters, "9": DIGITS, "X": LETTERS + DIGITS}[c]))
        else:
            text.append(c)
    return "".join(text)


def _draw(rng):
    group = rng.choices([g for g, _ in SHARES], [s for _, s in SHARES])[0]
    return rng.choices(group, [item.weight for item in group])[0]
