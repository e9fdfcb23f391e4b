"""The endless stream of batches that the reader learns from: rendered plates that are drawn anew all the time, real crops,
real crops in another order, and what is no plate or an empty one."""
import random
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from plates.layouts import REGIONS, UNKNOWN
from plates.render import empty

from . import data, permute
from .degrade import degrade
from .network import BLANK, CHARACTERS, COLUMNS, ROWS

MIXTURE = {"synthetic": .56, "us": .11, "br": .08, "ar": .02, "eu": .05, "cn": .02, "read-crop": .05, "read-frame": .04, "permuted": .04, "nothing": .03}
# Real pictures are as spoilt as pictures are; rendered ones are cleaner than life.
_SPOILT = {"synthetic": 1, "br": .3, "cn": .3, "ar": .4, "read-frame": .5}
# Shares seen from a steep angle.
_TILTED = {"synthetic": .25, "permuted": .1}
BATCH, LONGEST = 128, 10
CODES = {c: i for i, c in enumerate(CHARACTERS)}
_REGION_CODES = {r: i for i, r in enumerate(REGIONS)}
_PERMUTABLE = ("us", "br", "ar", "eu", "read-crop", "read-frame")
# Rendered plates that are kept, and how many of them each batch replaces: each is seen about three times.
_KEPT, _FRESH, _FIRST = 12000, 24, 1500


@dataclass
class Sources:
    """All that examples are drawn from. ``groups``: real ones by group; ``drawn``: rendered ones, replaced as it goes."""
    groups: dict[str, list[data.Example]]
    patches: list[np.ndarray]
    permutable: list[tuple[np.ndarray, list, str]] = field(default_factory=list)
    drawn: list[data.Example] = field(default_factory=list)

    def prepare(self) -> None:
        """Finds the real crops whose characters can be told apart."""
        for example in (e for name in _PERMUTABLE for e in self.groups.get(name, ())):
            pixels = permute.flat(example.pixels, example.corners)
            if example.text and (spans := permute.boxes(pixels, len(example.text))):
                self.permutable.append((pixels, spans, example.text))

    def refresh(self, rng: random.Random) -> None:
        """Draws some plates anew."""
        for _ in range(_FIRST if not self.drawn else _FRESH):
            example = trained(rng, self.patches)
            if len(self.drawn) < _KEPT:
                self.drawn.append(example)
            else:
                self.drawn[rng.randrange(_KEPT)] = example

    def draw(self, rng: random.Random, name: str) -> data.Example:
        """One example of a group."""
        if name == "synthetic":
            return rng.choice(self.drawn)
        if name == "permuted":
            pixels, text = permute.shuffled(rng, *rng.choice(self.permutable))
            # Nothing is learned of its region: if real plates were "unknown" here, all real plates would become so.
            return _alone(pixels, text, None, name)
        if name == "nothing":
            return _alone(empty(rng).pixels, "", UNKNOWN, name) if rng.random() < .4 else _patch(rng, self.patches)
        return rng.choice(self.groups[name])


def spoilt(name: str) -> float:
    """How much a group's pictures are spoilt."""
    return _SPOILT.get(name, .6)


def tilted(name: str) -> float:
    """The share of a group's pictures that is seen from a steep angle."""
    return _TILTED.get(name, .05)


def trained(rng: random.Random, patches: list[np.ndarray]) -> data.Example:
    """A rendered plate whose text is not one that is kept for validation."""
    while data.is_validation((example := data.synthetic(rng, patches)).text):
        pass
    return example


def names_of(sources: Sources) -> list[str]:
    """The groups that there is something of."""
    return [n for n in MIXTURE if n == "synthetic" or n == "nothing" and sources.patches or n == "permuted" and sources.permutable or sources.groups.get(n)]


def work(queue, seed: int, sources: Sources, hard: float) -> None:
    """Puts batches into the queue for ever: crops, texts as codes, regions (-1: not known)."""
    cv2.setNumThreads(0)
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    sources.prepare()
    names = names_of(sources)
    shares = [MIXTURE[name] for name in names]
    while True:
        sources.refresh(rng)
        crops = np.empty((BATCH, 1, ROWS, COLUMNS), np.uint8)
        texts, regions = np.full((BATCH, LONGEST), BLANK, np.int64), np.full(BATCH, -1, np.int64)
        for i in range(BATCH):
            name = rng.choices(names, shares)[0]
            example = sources.draw(rng, name)
            crops[i, 0] = degrade(rng, noise, example.pixels, example.corners, hard * spoilt(name), tilted(name))
            texts[i, :len(example.text)] = [CODES[c] for c in example.text]
            regions[i] = _REGION_CODES.get(example.region, -1)
        queue.put((crops, texts, regions))


def nothing(pool: Path, count: int = 600) -> list[np.ndarray]:
    """Patches of frames away from every box: what is no plate."""
    return data.backgrounds(pool, count, away=True)


def _alone(pixels, text, region, group):
    height, width = pixels.shape
    if height > 80:
        width = round(width * 80 / height)
        height, pixels = 80, cv2.resize(pixels, (width, 80), interpolation=cv2.INTER_AREA)
    return data.Example(pixels, np.float32([[0, 0], [width, 0], [width, height], [0, height]]), text, region, group)


def _patch(rng, patches):
    pixels = rng.choice(patches)
    wide = rng.uniform(40, 150)
    high = wide / rng.choice([1.3, 2, 3, 4.5])
    x, y = rng.uniform(0, 158 - wide), rng.uniform(0, max(1, 158 - high))
    return data.Example(pixels, np.float32([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]]), "", UNKNOWN, "nothing")
