"""What stands on plates where: texts, shapes and ornaments by region.

Patterns: ``A`` a letter, ``9`` a digit, ``X`` either, ``/`` the next line, a space a gap, ``-`` a printed dash or dot
(or a gap), ``*`` an ornament (seal, coat of arms, sticker, a character of another script). Other capitals stand for
themselves, in quotes of ``<`` and ``>``. Ornaments and separators are no part of the text.
"""
import random
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"


@dataclass(frozen=True)
class Layout:
    """One kind of plate. ``aspect``: width to height of the one-line plate. ``dark``: share with light characters."""
    region: str
    kind: str
    aspect: float
    patterns: tuple[str, ...]
    letters: str = LETTERS
    dark: float = .05
    weight: float = 1.


def _without(excluded):
    return "".join(c for c in LETTERS if c not in excluded)


_CONSONANTS = _without("AEIOUQÑ")
_CYRILLIC = "ABEKMHOPCTYX"


def _europe(region, patterns, letters=LETTERS, weight=1., dark=.03, aspect=4.7):
    return Layout(region, "band", aspect, tuple(patterns.split("|")), letters, dark, weight)


def _plain(region, patterns, aspect=3.4, letters=LETTERS, dark=.1, weight=1.):
    return Layout(region, "plain", aspect, tuple(patterns.split("|")), letters, dark, weight)


EUROPE = (
    _europe("de", "A*A 999|AA*A 9999|A*AA 999|AAA*AA 99|AA*AA 999|A*AA 9999|AAA*A 99|A/AA 999|AA/AA 99|AAA/A 999", weight=4),
    _europe("at", "A*99999A|AA*999AA|AA*99AAA|A*9999A|AA*999A|AA*9AAA|AA*/999AA|A*/9999A", weight=1.5),
    _europe("fr", "AA-999-AA|AA-999-AA|999 AAA 99|9999 AA 99|AA-999/AA", _without("IOU"), weight=2),
    _europe("it", "AA 999AA|AA 999AA|AA/999AA|AA/99999", _without("IOQU"), weight=2),
    _europe("es", "9999 AAA|9999 AAA|A-9999-AA|9999/AAA", _CONSONANTS, weight=2),
    _europe("pt", "AA-99-99|99-99-AA|99-AA-99|AA 99 AA", weight=1),
    _europe("nl", "AA-999-A|99-AAA-9|9-AAA-99|A-999-AA|AA-AA-99|99-AA-AA|AAA-99-A|AA-AA/99|99/AAA-9", _without("AEIOUCQ"), weight=2),
    _europe("be", "9-AAA-999|AAA-999|999-AAA|1-AAA/999", weight=1),
    _europe("pl", "AA 99999|AAA 9999|AAA 99AA|AA 9999A|AA 999AA|AAA 9A99|AA/99999|AAA/9999|AAA/99AA", weight=2),
    _europe("cz", "9A9 9999|9AA 9999|9A9/9999", _without("GOQW"), weight=1.5),
    _europe("sk", "AA*999AA|AA*999AA|AA*/999AA", weight=1),
    _europe("hu", "AAA-999|AAA*999|AA AA-999|AAA/999", weight=1),
    _europe("ro", "AA 99 AAA|<B> 99 AAA|<B> 999 AAA|AA 99/AAA", _without("Q"), weight=1.5),
    _europe("bg", "AA 9999 AA|A 9999 AA|AA/9999", _CYRILLIC, weight=1),
    _europe("hr", "AA*999-AA|AA*9999-AA|AA*999-A", weight=1),
    _europe("si", "AA*99-AAA|AA*AA-999|AA*A9-999", weight=1),
    _europe("rs", "AA*999-AA|AA*9999-AA", weight=.7),
    _europe("ba", "A99-A-999", weight=.5), _europe("mk", "AA*9999-AA", weight=.4), _europe("al", "AA 999 AA", weight=.4),
    _europe("me", "AA AA999|AA/AA999", weight=.3), _europe("md", "AAA 999|A AA 999", weight=.3),
    _europe("gr", "AAA-9999|AAA-9999|AAA/999", "ABEHIKMNOPTXYZ", weight=1),
    _europe("tr", "99 AA 999|99 AAA 99|99 A 9999|99 AAA 999|99 AA 9999|99 AA/999", weight=1),
    _europe("ua", "AA 9999 AA|AA 9999 AA|AA 99/99 AA", "ABCEHIKMOPTX", weight=1),
    _europe("ru", "A999AA 99|A999AA 999|A 999 AA 77", _CYRILLIC, weight=1),
    _europe("by", "9999 AA-9", _CYRILLIC, weight=.4),
    _europe("lt", "AAA 999|AAA*999|AAA/999", weight=.7), _europe("lv", "AA-9999|AA-999", weight=.6), _europe("ee", "999 AAA", weight=.6),
    _europe("fi", "AAA-999|AA-999", weight=.7), _europe("se", "AAA 999|AAA 99A|AAA*999|AAA/999", _without("IQV"), weight=1.2),
    _europe("no", "AA 99999|AA 99999|AA/99999|AA/9999", _without("GIOQ"), weight=1), _europe("dk", "AA 99 999|AA 99999|AA/99999", weight=1),
    _europe("is", "AA A99|AA 999|AA/A99|AA/999", weight=.5),
    _europe("ie", "99-A-9999|99-A-99999|999-A-99999|99-AA-9999|99-A/9999", weight=1),
    _europe("gb", "AA99 AAA|AA99 AAA|AA99 AAA|A999 AAA|AAA 999A|AA99/AAA", _without("IQ"), weight=3),
    _europe("ch", "AA*999999|AA*99999|AA*9999|AA/99999", weight=1), _europe("lu", "AA 9999|99999", weight=.4), _europe("mt", "AAA 999", weight=.4),
)

STATES = {
    "al": ("Alabama", "99 AA999|9A99A99|99A999A"), "ak": ("Alaska", "AAA 999"), "az": ("Arizona", "AAA9999|AAA 999"), "ar": ("Arkansas", "999 AAA|AAA 99A"),
    "ca": ("California", "9AAA999|9AAA999|9A99999"), "co": ("Colorado", "999-AAA|AAA-999"), "ct": ("Connecticut", "999-AAA|9AAA99|AA-99999"), "dc": ("Washington, D.C.", "AA-9999"),
    "de": ("Delaware", "999999|99999"), "fl": ("Florida", "AAA A99|999 AAA|A99 9AA|AAAA99"), "ga": ("Georgia", "AAA9999|9999 AAA"), "hi": ("Hawaii", "AAA 999"),
    "ia": ("Iowa", "999 AAA|AAA 999"), "id": ("Idaho", "A 999999|9A A9999|A 99999"), "il": ("Illinois", "999 9999|A99 9999|AA 99999|AAA 9999"), "in": ("Indiana", "999A|999AAA|99A9999|AAA999"),
    "ks": ("Kansas", "999 AAA"), "ky": ("Kentucky", "999-AAA"), "la": ("Louisiana", "AAA 999|999 AAA"), "ma": ("Massachusetts", "999 AA9|9AA A99|9999 AA"),
    "md": ("Maryland", "9AA A99|AAA 999|9AA9999"), "me": ("Maine", "9999 AA|999 AAA"), "mi": ("Michigan", "AAA 9999|9AAA99|AAA 999"), "mn": ("Minnesota", "999-AAA|AAA-999"),
    "mo": ("Missouri", "AA9 A9A|999-AAA"), "ms": ("Mississippi", "AAA 999"), "mt": ("Montana", "9-99999A|999999A"), "nc": ("North Carolina", "AAA-9999|AAA-9999"),
    "nd": ("North Dakota", "AAA 999|999 AAA"), "ne": ("Nebraska", "AAA 999|99-A999"), "nh": ("New Hampshire", "999 9999"), "nj": ("New Jersey", "A99-AAA|AAA-99A"),
    "nm": ("New Mexico", "AAA*999|999 AAA"), "nv": ("Nevada", "99A*999|999*AAA"), "ny": ("New York", "AAA*9999|AAA 9999"), "oh": ("Ohio", "AAA 9999|AA99AA"),
    "ok": ("Oklahoma", "999*AAA"), "or": ("Oregon", "999*AAA"), "pa": ("Pennsylvania", "AAA*9999|AAA-9999"), "ri": ("Rhode Island", "AA-999|999-999"),
    "sc": ("South Carolina", "AAA*999|999 9AA"), "sd": ("South Dakota", "9AA 999|99A 999"), "tn": ("Tennessee", "A99-99A|999 AAA|AAA 999"), "tx": ("Texas", "AA9*A999|AAA-9999|AAA*999|999*AAA"),
    "ut": ("Utah", "A99 9AA|999 AAA"), "va": ("Virginia", "AAA-9999|AAA-999"), "vt": ("Vermont", "AAA 999"), "wa": ("Washington", "AAA9999|999-AAA"),
    "wi": ("Wisconsin", "999-AAA|AAA-9999"), "wv": ("West Virginia", "9AA 999"), "wy": ("Wyoming", "9-99999|9*9999A"),
}
_VANITY = ("XXXXXXX", "AAAAAA", "AAAAA", "XXXXXX", "AAAAAAA")
AMERICA = tuple(
    Layout(f"us-{code}", "us", 2.0, tuple(patterns.split("|")) * 4 + _VANITY[:1 + len(code) % 2], LETTERS, .12, 2. if code in ("ca", "tx", "fl", "ny", "mo", "il") else 1.)
    for code, (_, patterns) in STATES.items()) + tuple(
    Layout(region, "us", 2.0, tuple(patterns.split("|")), LETTERS, .05, 1.)
    for region, patterns in (("ca-on", "AAAA*999"), ("ca-qc", "999 AAA|A99 AAA"), ("ca-bc", "AA9 99A|999 AAA"), ("ca-ab", "AAA-9999")))
BRAZIL = (
    Layout("br", "brazil", 3.08, ("AAA-9999",), LETTERS, .3, 4), Layout("br", "mercosul", 3.08, ("AAA9A99",), LETTERS, .02, 2),
    Layout("br", "brazil", 1.2, ("AAA/9999",), LETTERS, .3, .7), Layout("br", "mercosul", 1.2, ("AAA/9A99",), LETTERS, .05, .3),
    Layout("ar", "mercosul", 3.08, ("AA 999 AA",), LETTERS, .02, .8), Layout("ar", "plain", 2.3, ("AAA 999", "AAA*999"), LETTERS, .95, .8),
)
WORLD = (
    _plain("mx", "AAA-99-99|AAA-999-A|999-AAA", 2.0), _plain("cl", "AAAA-99|AA-9999", 2.8), _plain("co", "AAA 999|AAA*999", 2.2), _plain("pe", "A9A-999|AAA-999", 2.2),
    _plain("uy", "AAA 9999", 3.1), _plain("py", "AAAA 999", 3.1), _plain("au", "AAA-99A|999-AAA|AAA 999|AA 99 AA|9AA-9AA", 2.8, dark=.2), _plain("nz", "AAA999|AA9999", 2.9),
    _plain("za", "AA 99 AA <GP>|AAA 999 <GP>|<CA> 999-999|<ND> 99999|AA 99/AA <GP>", 4.2), _plain("in", "AA 99 AA 9999|AA 99 A 9999|AA 99 AA/9999", 4.2, weight=2),
    _plain("my", "AAA 9999|A 9999 A|AA 9999|AAA/9999", 3.8, dark=.95), _plain("sg", "<S>AA 9999 A|<S>AA/9999 A", 3.8, dark=.7), _plain("id", "A 9999 AAA|A 9999 AA|AA 9999 AA", 3.0, dark=.7, weight=1.5),
    _plain("th", "*9*9 9999|99*9999", 2.2), _plain("ph", "AAA 9999|AAA 999", 2.8), _plain("cn", "*A*99999|*A*A9999|*A*9A999|*A*99A99|*A*999A9|*AA99999|*A*9999A", 3.14, _without("IO"), .75, 2),
    _plain("kr", "99*9999|999*9999|99*/9999", 4.0, weight=1), _plain("ae", "A 99999|99 99999", 3.5), _plain("il", "99-999-99|999-99-999", 4.5), _plain("kz", "999 AAA 99", 4.6),
    _plain("xx", "XXXXXX|XXXXXXX|XXXXX|XXXX|XXXXXXXX|XXX XXX|XXX-XXXX|XX-XX-XX|XXX/XXX|XXX/XXXX|XX/XXXX|XXXX/XXX", 3.2, dark=.25, weight=5),
)
SHARES = ((AMERICA, .30), (EUROPE, .38), (BRAZIL, .12), (WORLD, .20))
REGIONS = tuple(sorted({layout.region for group, _ in SHARES for layout in group} - {"xx"}))
STATE_NAMES = tuple(name for name, _ in STATES.values())
SLOGANS = ("Sunshine State", "Land of Lincoln", "Show-Me State", "dmv.ca.gov", "Garden State", "Vacationland", "Evergreen State", "Empire State", "The Lone Star State",
           "First in Flight", "Great Lakes", "Famous Potatoes", "Live Free or Die", "10,000 Lakes", "Land of Enchantment", "Heart of Dixie", "visitPA.com", "Grand Canyon State",
           "MyFlorida.com", "America's Dairyland", "In God We Trust", "Sweet Home", "Volunteer State", "Peach State", "Aloha State", "Native America", "The Silver State")
SMALL_WORDS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "12", "13", "14", "15", "2014", "2015", "TRUCK", "09", "16", "08", "TX", "CA")
BAND_LETTERS = ("D", "F", "GB", "NL", "SK", "CZ", "PL", "I", "E", "H", "A", "B", "RO", "BG", "HR", "SLO", "S", "FIN", "EST", "LV", "LT", "IRL", "P", "L", "M", "N", "DK", "CH", "TR", "UA", "AL", "SRB", "BIH")


def choose(rng: random.Random) -> tuple[Layout, str]:
    """A random layout with one of its patterns."""
    group = rng.choices([g for g, _ in SHARES], [s for _, s in SHARES])[0]
    layout = rng.choices(group, [item.weight for item in group])[0]
    return layout, rng.choice(layout.patterns)


def fill(rng: random.Random, layout: Layout, pattern: str) -> str:
    """The pattern with its letters and digits drawn; separators, ornaments and line breaks stay."""
    text, literal = [], False
    for c in pattern:
        if c in "<>":
            literal = c == "<"
        elif literal or c not in "A9X":
            text.append(c)
        else:
            text.append(rng.choice({"A": layout.letters, "9": DIGITS, "X": LETTERS + DIGITS}[c]))
    return "".join(text)
