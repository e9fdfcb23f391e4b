"""What the reader learns from: rendered plates, kept on disk, and real crops of the pool.

An example is (pixels, corners [4, 2], text, region or None, group). Real pictures are told apart by their plate's
text: one text in twelve is for validation, so that no car is on both sides.
"""
import csv
import hashlib
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from plates.layouts import REGIONS
from plates.render import render

_SMALL = 64
# Our own engine's word alone counts from this confidence on, and only where no other engine looked.
_SURE = 99.5
_SHARE = .16


@dataclass
class Example:
    """One plate in a picture of little more than the plate. ``group``: by which the mixture is set."""
    pixels: np.ndarray
    corners: np.ndarray
    text: str
    region: str | None
    group: str


def is_validation(text: str) -> bool:
    """Whether a text belongs to the twelfth that is never trained on."""
    return hashlib.sha256(text.encode()).digest()[0] % 12 == 0


def normalise(text: str) -> str:
    return re.sub("[^A-Z0-9]", "", text.upper())


def _shrink(pixels, corners, rows=72):
    """Real crops may be large; the warp does not average, so they come no larger than they are looked at."""
    height = float(np.linalg.norm(corners[3] - corners[0]))
    if height > rows:
        scale = rows / height
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        corners = corners * scale
    return pixels, np.float32(corners)


def _rectangle(width, height, inset_x=0., inset_y=0.):
    x, y = inset_x * width, inset_y * height
    return np.float32([[x, y], [width - x, y], [width - x, height - y], [x, height - y]])


def leaning(box, corners):
    """The plate in a level box [x, y, w, h], leaning as the four corners of the text in it do."""
    x, y, w, h = box
    quad = np.float32(corners)
    slope = float((quad[1, 1] - quad[0, 1] + quad[2, 1] - quad[3, 1]) / max(1., quad[1, 0] - quad[0, 0] + quad[2, 0] - quad[3, 0]))
    rise = min(abs(slope) * w, .55 * h)
    left, right = (0., rise) if slope > 0 else (rise, 0.)
    return np.float32([[x, y + left], [x + w, y + right], [x + w, y + h - (rise - right)], [x, y + h - (rise - left)]])


def _manifest(pool: Path):
    with open(pool / "manifest.csv", newline="") as file:
        return list(csv.DictReader(file))


def _region(country: str) -> str | None:
    code = country.lower()
    return code if code in REGIONS else None


_INSETS = {"openalpr-us-crops": (0., 0.), "openalpr-train-detector": (.035, .07), "argentina-ocr": (.02, .06), "lprnet-cn": (.02, .06)}


def _quad(result) -> np.ndarray:
    return np.float32([(p["x"], p["y"]) for p in result["coordinates"]])


def labelled_crops(pool: Path, sources: set[str], readings: dict, own: dict) -> list[Example]:
    """Real crops with their texts. Corners come from ``own`` (readings of an engine that finds plates' corners) where it
    read the label; else from how the source cuts its crops, leaning as the text does that ``readings`` found."""
    examples = []
    for row in _manifest(pool):
        text = normalise(row["text"])
        if row["kind"] != "crop" or row["source"] not in sources & set(_INSETS) or not 3 <= len(text) <= 9 or "*" in row["text"] or "|" in row["text"]:
            continue
        pixels = cv2.imread(str(pool / row["file"]), cv2.IMREAD_GRAYSCALE)
        height, width = pixels.shape
        inset_x, inset_y = _INSETS[row["source"]]
        corners = _rectangle(width, height, inset_x, inset_y)
        group = {"openalpr-us-crops": "us", "argentina-ocr": "ar", "lprnet-cn": "cn"}.get(row["source"], "br" if row["country"] == "BR" else "eu")
        if best := _agreeing(own, row["file"], text):
            corners = _quad(best)
        elif group == "br" and (best := _agreeing(readings, row["file"], text)):
            corners = leaning((inset_x * width, inset_y * height, width * (1 - 2 * inset_x), height * (1 - 2 * inset_y)), _quad(best))
        if group == "cn":
            text = normalise(row["text"].lstrip("?"))
        examples.append(Example(*_shrink(pixels, corners), text, _region(row["country"]), group))
    return examples


def _agreeing(readings: dict, file: str, text: str):
    return max((r for r in readings.get(file, []) if r["plate"] == text), key=lambda r: r["confidence"], default=None)


def read_crops(pool: Path, sources: set[str], readings: dict, own: dict) -> list[Example]:
    """Real pictures without texts that were read without doubt: by our own engine (corners and all) and another, or by ours
    alone if it is sure and no other looked; or, where ours has no word, by the other over the whole plate."""
    examples = []
    for row in _manifest(pool):
        if row["source"] not in sources or row["file"] not in readings | own or (row["kind"] == "crop" and row["text"]):
            continue
        boxes = json.loads(row["boxes"] or "[]") if row["kind"] == "frame" else [(0, 0, int(row["width"]), int(row["height"]))]
        pixels = None
        for box in boxes:
            found = _own_reading(box, own.get(row["file"], []), readings.get(row["file"])) if own else _other_reading(box, readings[row["file"]], row["kind"])
            if found is None:
                continue
            if pixels is None:
                pixels = cv2.imread(str(pool / row["file"]), cv2.IMREAD_GRAYSCALE)
            text, corners = found
            pad = int(.3 * box[3]) + 2
            top, left = max(0, int(corners[:, 1].min()) - pad), max(0, int(corners[:, 0].min()) - pad)
            cut = pixels[top:int(corners[:, 1].max()) + pad, left:int(corners[:, 0].max()) + pad]
            examples.append(Example(*_shrink(cut, corners - np.float32([left, top])), text, None, "read-" + row["kind"]))
    return examples


def _inside(box, quad) -> bool:
    x, y, w, h = box
    centre = quad.mean(0)
    return x < centre[0] < x + w and y < centre[1] < y + h


def _own_reading(box, results, others):
    """The text and corners of the plate in a box if they are beyond doubt."""
    for result in results:
        quad, text = _quad(result), normalise(result["plate"])
        wide = np.linalg.norm(quad[1] - quad[0])
        if not _inside(box, quad) or not 4 <= len(text) <= 9 or not .5 * box[2] < wide < 1.6 * box[2]:
            continue
        agreed = any(normalise(o["plate"]) == text for o in others or ())
        # A line may have been dropped at any confidence, so ours alone says nothing of plates of two lines.
        alone = others is None and result["confidence"] >= _SURE and wide > 2.3 * np.linalg.norm(quad[3] - quad[0])
        if agreed and result["confidence"] >= 60 or alone:
            return text, quad
    return None


def _other_reading(box, results, kind, least=88.):
    x, y, w, h = box
    for result in results:
        quad, text = _quad(result), normalise(result["plate"])
        wide, high = np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])
        if not _inside(box, quad) or result["confidence"] < least or not 5 <= len(text) <= 9 or wide < .62 * w or high < .32 * h or w < 1.7 * h:
            continue
        inset = 0. if kind == "frame" else .03
        return text, leaning((x + inset * w, y + 2 * inset * h, w * (1 - 2 * inset), h * (1 - 4 * inset)), quad)
    return None


def backgrounds(pool: Path, count: int = 400, away: bool = False) -> list[np.ndarray]:
    """Patches of frames to stand around rendered plates. ``away``: only such as touch no box, of frames that have boxes."""
    rng = random.Random(5)
    rows = [row for row in _manifest(pool) if row["kind"] in ("frame", "negative") and row["source"] not in ("uc3m-lp", "experiment-plates")]
    patches = []
    for row in rng.sample(rows, min(count, len(rows))):
        pixels = cv2.imread(str(pool / row["file"]), cv2.IMREAD_GRAYSCALE)
        if min(pixels.shape) >= 160:
            y, x = rng.randint(0, pixels.shape[0] - 160), rng.randint(0, pixels.shape[1] - 160)
            if away and row["kind"] == "frame" and not _is_away(json.loads(row["boxes"] or "[]"), x, y, 160):
                continue
            patches.append(pixels[y:y + 160, x:x + 160].copy())
    return patches


def _is_away(boxes, x, y, side) -> bool:
    """Whether a square touches none of the boxes of a frame that has some."""
    return bool(boxes) and all(x > bx + 1.2 * w or x + side < bx - .2 * w or y > by + 1.5 * h or y + side < by - .5 * h for bx, by, w, h in boxes)


def synthetic(rng: random.Random, patches: list[np.ndarray], chosen=None) -> Example:
    """A rendered plate (of a layout and pattern, if given) in surroundings, characters about as high as the crop shows them."""
    plate = render(rng, chosen)
    rows = _SMALL if plate.lines == 1 else int(_SMALL * 1.3)
    pixels = cv2.resize(plate.pixels, (max(24, round(plate.pixels.shape[1] * rows / plate.pixels.shape[0])), rows), interpolation=cv2.INTER_AREA)
    width = pixels.shape[1]
    dx, dy = int(_SHARE * width * .6) + 2, int(_SHARE * rows * 1.6) + 2
    patch = cv2.resize(rng.choice(patches), (width + 2 * dx, rows + 2 * dy)) if patches else np.full((rows + 2 * dy, width + 2 * dx), 90, np.uint8)
    canvas = cv2.convertScaleAbs(patch, alpha=rng.uniform(.3, 1.1), beta=rng.uniform(-30, 30))
    canvas[dy:dy + rows, dx:dx + width] = pixels
    return Example(canvas, _rectangle(width, rows) + np.float32([dx, dy]), plate.text, plate.region, "synthetic")
