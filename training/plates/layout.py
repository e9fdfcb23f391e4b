"""How one kind of plate is described.

Patterns: ``A`` a letter, ``9`` a digit, ``X`` either, ``/`` the next line, a space a gap, ``-`` a printed dash, dot or
emblem (or a gap), ``.`` a dot, ``|`` a line between fields, ``*`` an ornament (seal, coat of arms, sticker, a character
of another script). Other capitals and digits stand for themselves, in quotes of ``<`` and ``>``; of several with commas
between them one is drawn. Ornaments and separators are no part of the text.
"""
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
# The Cyrillic letters that plates use look like these.
CYRILLIC = "ABEKMHOPCTYX"
# Proportions of plates of two lines: motorcycles, then square plates of cars.
SQUARE = (.95, 1.1, 1.25, 1.4, 1.6, 1.9)


@dataclass(frozen=True)
class Layout:
    """One kind of plate. ``aspect``: width to height of one line's plate, ``square``: those of two lines' plates.
    ``dark``: share with light characters. ``band``: letters in the band at its edge. ``header``: small words on it."""
    region: str
    kind: str
    aspect: float
    patterns: tuple[str, ...]
    letters: str = LETTERS
    dark: float = .05
    weight: float = 1.
    band: str = ""
    square: tuple[float, ...] = SQUARE
    header: tuple[str, ...] = ()


def without(excluded: str) -> str:
    """The letters but some."""
    return "".join(c for c in LETTERS if c not in excluded)


def country(region, one, two="", band="", aspect=4.5, letters=LETTERS, dark=.05, weight=1., two_share=.3, square=SQUARE, header=()):
    """The layouts of a country: patterns of one line, those of two, and how often two lines are drawn."""
    weight = max(weight, .3)
    kind = "band" if band else "plain"
    header = tuple(header.split("|")) if header else ()
    long = Layout(region, kind, aspect, tuple(one.split(";")), letters, dark, weight * (1 - two_share if two else 1), band, square, header)
    if not two:
        return (long,)
    return long, Layout(region, kind, aspect, tuple(two.split(";")), letters, dark, weight * two_share, band, square, header)
