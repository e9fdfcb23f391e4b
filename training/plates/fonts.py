"""Where characters come from: free fonts of packages, and faces of strokes.

Fonts are looked for in the folders of PLATE_FONTS (colon-separated; Debian's and the npm packages of ``fonts/``).
"""
import functools
import os
import random
import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .strokes import HEIGHT, MARGIN, StrokeFace

_HERE = Path(__file__).resolve().parent.parent
_FOLDERS = os.environ.get("PLATE_FONTS", f"/usr/share/fonts:{_HERE / 'fonts' / 'node_modules'}").split(":")
_DEBIAN = re.compile(r"(RG2014|DejaVuSans(Condensed)?-Bold\.|LiberationSans(Narrow)?-(Bold|Regular)\.|LiberationMono-Bold\.|FreeSans(Bold)?\.|Roboto(Condensed)?-(Bold|Medium|Regular)\.)")
_NPM = re.compile(r"-latin-[567]00-normal\.woff$")


@functools.lru_cache(maxsize=1)
def files() -> list[str]:
    """Every usable font file, sorted, so that a seed means the same everywhere."""
    found = []
    for folder in _FOLDERS:
        found += [str(p) for p in Path(folder).rglob("*") if _DEBIAN.search(p.name) or _NPM.search(p.name)]
    return sorted(found)


@functools.lru_cache(maxsize=4096)
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels."""
    return ImageFont.truetype(path, size)


class FontFace:
    """A font's capitals and digits, scaled so that the capitals have the height of a ``StrokeFace``."""

    def __init__(self, path: str, weight: int = 0):
        self.path, self.weight = path, weight
        box = font(path, 100).getbbox("H")
        self.font = font(path, max(10, int(100 * HEIGHT / max(1, box[3] - box[1]))))
        self.top = self.font.getbbox("H")[1]
        self._cache = {}

    def glyph(self, character: str) -> np.ndarray:
        if character not in self._cache:
            width = int(self.font.getlength(character))
            image = Image.new("L", (width + MARGIN, HEIGHT + 2 * MARGIN), 0)
            ImageDraw.Draw(image).text((MARGIN // 2, MARGIN - self.top), character, font=self.font, fill=255, stroke_width=self.weight)
            self._cache[character] = np.asarray(image)
        return self._cache[character]


@functools.lru_cache(maxsize=512)
def _font_face(path, weight):
    return FontFace(path, weight)


def face(rng: random.Random):
    """A random typeface: half of strokes, half of fonts."""
    if rng.random() < .5 or not files():
        return StrokeFace(rng)
    return _font_face(rng.choice(files()), rng.choice([0, 0, 0, 1, 3]))


def label_font(rng: random.Random, size: int) -> ImageFont.FreeTypeFont:
    """A font for slogans, names of states and the like."""
    return font(rng.choice(files()), size) if files() else ImageFont.load_default()
