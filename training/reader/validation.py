"""A validation set that nothing is trained on: rendered plates of many countries, by lines and tilt, and held-out real ones.

python3 -m reader.validation --pool POOL --out FILE.npz [--own FILE.json...] [--readings FILE.json...] [--each 16]

Rendered plates come from seeds of their own, and their texts are of the twelfth that training never draws; real ones are those
of the pool whose texts are of that twelfth. Crops are made once, so that figures of different weights can be compared.
"""
import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from plates import layouts

from . import data
from .degrade import degrade
from .network import BLANK, STEPS, decode
from .stream import CODES
from .train_data import SOURCES, examples, readings
from .views import turned

COUNTRIES = ("pl cz sk nl be de at ch fr it es pt gb ie se no dk fi ee lv lt hu ro bg hr si rs ba gr tr ua by ru kz ge am az il sa ae in vn tw my sg id th ph hk "
             "cn kr au nz za ke ng gh ma br ar uy cl co mx pe us").split()
TILTS = (0, 0, 10, 20, 30)
# Where a typeface has one shape for both, only a format can tell them apart.
FOLD = str.maketrans("OI", "01")
_SEED = 986_541
# Legible plates: those that nobody can read belong to no target.
_HARD = .35


@dataclass
class Set:
    """Crops [N, 1, 48, 144] with what is known of each."""
    crops: np.ndarray
    texts: list[str]
    countries: list[str]
    lines: list[int]
    tilts: list[int]
    sources: list[str]


def load(path: Path) -> Set:
    file = np.load(path)
    return Set(file["crops"], *(file[name].tolist() for name in ("texts", "countries", "lines", "tilts", "sources")))


def rendered(each: int, patches):
    """(crop, text, country, lines, tilt, source) of plates of every country; half as many of two lines."""
    for country in COUNTRIES:
        for lines, count in ((1, each), (2, max(1, each // 2))):
            rng, noise = random.Random(f"{_SEED} {country} {lines}"), np.random.default_rng(_SEED)
            for i in range(count if layouts.of_region(rng, country, lines) else 0):
                while True:
                    example = data.synthetic(rng, patches, layouts.of_region(rng, country, lines))
                    if data.is_validation(example.text):
                        break
                tilt = TILTS[i % len(TILTS)]
                pixels, corners = example.pixels, example.corners
                if tilt:
                    pixels, corners = turned(pixels, corners, tilt * rng.choice((-1, 1)), rng.uniform(-1, 1) * tilt, rng.uniform(-.5, .5) * tilt, rng.uniform(3, 8))
                yield degrade(rng, noise, pixels, corners, _HARD), example.text, country, lines, tilt, "rendered"


def held_out(pool, own, known):
    """The same of real plates; their country is that of the source where it is not written."""
    _, validation = examples(pool, set(SOURCES.split(",")), known, own)
    rng, noise = random.Random(_SEED), np.random.default_rng(_SEED)
    for e in validation:
        width, height = np.linalg.norm(e.corners[1] - e.corners[0]), np.linalg.norm(e.corners[3] - e.corners[0])
        yield degrade(rng, noise, e.pixels, e.corners, .1), e.text, e.region or e.group, 1 if width > 1.9 * height else 2, 0, e.group


@torch.no_grad()
def read(model, crops: np.ndarray):
    """Texts, the probability of each, and the region's probabilities."""
    model.eval()
    texts, sure, regions, device = [], [], [], next(model.parameters()).device
    for start in range(0, len(crops), 128):
        characters, region = (output.float().cpu() for output in model(torch.from_numpy(crops[start:start + 128]).to(device)))
        part = decode(characters)
        codes = torch.full((len(part), max(1, max(map(len, part)))), BLANK)
        for i, text in enumerate(part):
            codes[i, :len(text)] = torch.tensor([CODES[c] for c in text], dtype=torch.long)
        lengths, steps = torch.tensor([len(t) for t in part]), torch.full((len(part),), STEPS)
        losses = functional.ctc_loss(characters.log_softmax(-1).transpose(0, 1), codes, steps, lengths, BLANK, "none", True)
        texts, sure, regions = texts + part, sure + torch.exp(-losses).tolist(), regions + [region.softmax(-1)]
    model.train()
    return texts, np.float64(sure), torch.cat(regions).numpy()


def calibration_error(right, sure, bins: int = 10) -> float:
    """The expected calibration error: how far confidence and share of right reads lie apart."""
    places = np.minimum((sure * bins).astype(int), bins - 1)
    return float(sum(abs(right[places == b].mean() - sure[places == b].mean()) * (places == b).mean() for b in range(bins) if (places == b).any()))


def table(known: Set, model) -> tuple[str, str]:
    """A line of the most important figures, and the table by country, lines, tilt and source."""
    texts, sure, regions = read(model, known.crops)
    right = np.array([t == truth for t, truth in zip(texts, known.texts)])
    folded = np.array([t.translate(FOLD) == truth.translate(FOLD) for t, truth in zip(texts, known.texts)])
    best = [layouts.REGIONS[i] for i in regions.argmax(1)]
    same = np.array([b == c or c == "us" and b.startswith("us-") for b, c in zip(best, known.countries)])
    shown = (regions.max(1) >= .5) & np.array([b != layouts.UNKNOWN for b in best])
    named = np.array([c == "us" or c in layouts.REGIONS for c in known.countries])
    by = {"country": known.countries, "lines": known.lines, "tilt": known.tilts, "source": known.sources}
    fixed = np.array([s == "rendered" for s in known.sources])
    rows, worst = [], []
    for name, values in by.items():
        values = np.array(values, dtype=str)
        for value in sorted(set(values.tolist())):
            part = (values == value) & (fixed if name != "source" else True)
            if part.any():
                told, where = part & shown & named, part & named
                region = (f" region {same[where].mean():.3f}, where shown ({told.sum() / where.sum():.2f}) {same[told].mean() if told.any() else 0:.3f}" if where.any() else "")
                rows.append(f"{name:8} {value:10} {part.sum():5} exact {right[part].mean():.3f} folded {folded[part].mean():.3f}"
                            f" error of confidence {calibration_error(right[part], sure[part]):.3f}{region}")
                if name == "country":
                    worst.append((folded[part].mean(), value))
    lines, tilts = np.array(known.lines), np.array(known.tilts)
    head = (f"rendered {right[fixed].mean():.3f} folded {folded[fixed].mean():.3f} two lines {right[fixed & (lines == 2)].mean():.3f} 30 degrees {right[fixed & (tilts == 30)].mean():.3f}"
            f" real {right[~fixed].mean():.3f} region {same[fixed].mean():.3f} shown {shown[fixed].mean():.2f} right {same[fixed & shown].mean() if (fixed & shown).any() else 0:.3f}"
            f" worst {' '.join(f'{c} {s:.2f}' for s, c in sorted(worst)[:5])}")
    return head, "\n".join(rows)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--readings", nargs="*", default=[])
    arguments.add_argument("--own", nargs="*", default=[])
    arguments.add_argument("--each", type=int, default=16)
    arguments.add_argument("--out", type=Path, required=True)
    a = arguments.parse_args()
    found = list(rendered(a.each, data.backgrounds(a.pool, 150))) + list(held_out(a.pool, readings(a.own), readings(a.readings)))
    crops, texts, countries, lines, tilts, sources = zip(*found)
    np.savez_compressed(a.out, crops=np.stack(crops)[:, None], texts=texts, countries=countries, lines=lines, tilts=tilts, sources=sources)
    print(len(crops), "plates of", len(set(countries)), "countries")


if __name__ == "__main__":
    main()
