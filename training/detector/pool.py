"""The labelled real pictures: frames with boxes or corners, plate crops as textures, pictures without a plate."""
import csv
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

# How often a frame of a source is drawn, relative to the others; the keys are the default list of sources.
FRAME_SOURCES = {
    'openlpr': 1.0, 'robertlucian': .6, 'kaggle433': 1.0, 'uc3m-lp': .6, 'experiment-plates': .25,
    'cvlab-korea': 2.0, 'egypt-moto': 1.5, 'malaysia-rf': 1.0}
# Crops cut exactly at the plate's edge: their corners are the picture's corners.
TEXTURE_SOURCES = ('openalpr-us-crops', 'openalpr-train-detector')
NEGATIVE_SOURCES = ('openalpr-train-detector',)
LONGEST_SIDE = 1024
VALIDATION_SHARE = .08


@dataclass
class Frame:
    """A luma picture and its plates: [n,9], the corners x,y from top-left clockwise and 1 where they are true corners,
    0 where they only are the corners of a box. `ignored` and `mistakes` [m,4] are boxes x0,y0,x1,y1: where nothing is taught,
    and what was once taken for a plate."""
    name: str
    source: str
    pixels: np.ndarray
    plates: np.ndarray
    ignored: np.ndarray
    weight: float
    mistakes: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), np.float32))


def box_corners(box):
    """x, y, width, height to four corners, clockwise from top-left."""
    x, y, w, h = box
    return [x, y, x + w, y, x + w, y + h, x, y + h]


def read_luma(path, longest=LONGEST_SIDE):
    """The picture's luma and the factor it was scaled by."""
    pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    factor = min(1.0, longest / max(pixels.shape))
    if factor < 1:
        pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return pixels, factor


def clockwise(corners):
    """Four corners in any order as top-left, top-right, bottom-right, bottom-left."""
    points = np.array(corners, float).reshape(4, 2)
    offsets = points - points.mean(0)
    points = points[np.argsort(np.arctan2(offsets[:, 1], offsets[:, 0]))]
    return points.reshape(-1).tolist()


def rows_of(pool, sources, kind):
    with open(Path(pool) / 'manifest.csv', newline='') as manifest:
        return [row for row in csv.DictReader(manifest) if row['kind'] == kind and row['source'] in sources]


def is_validation(rows):
    """The last files of every source: neighbouring files show the same car."""
    names = {}
    for row in rows:
        names.setdefault(row['source'], []).append(row['file'])
    held = set()
    for files in names.values():
        files.sort()
        held.update(files[int(len(files) * (1 - VALIDATION_SHARE)):])
    return held


def corners_of_boxes(boxes, factor):
    """Boxes x, y, width, height, scaled, as x0, y0, x1, y1 [n,4]."""
    return np.array([[x, y, x + w, y + h] for x, y, w, h in boxes], np.float32).reshape(-1, 4) * factor


def load_frames(pool, sources=FRAME_SOURCES, validation=False, reviewed=None):
    """Frames of the training or the validation part. `reviewed` is a JSON file of finds that somebody has looked at:
    `plates` that the labels miss (they are ignored, not taught) and `mistakes`, each {file: [[x, y, w, h], ...]}."""
    looked_at = json.loads(Path(reviewed).read_text()) if reviewed else {'plates': {}, 'mistakes': {}}
    rows = [row for row in rows_of(pool, sources, 'frame') if row['boxes']]
    held = is_validation(rows)
    frames = []
    for row in rows:
        if (row['file'] in held) != validation:
            continue
        pixels, factor = read_luma(Path(pool) / row['file'])
        if row['corners']:
            plates = [clockwise(c) + [1 / factor] for c in json.loads(row['corners'])]
        else:
            plates = [box_corners(b) + [0] for b in json.loads(row['boxes'])]
        missed = looked_at['plates'].get(row['file'], [])
        mistakes = looked_at['mistakes'].get(row['file'], [])
        frames.append(Frame(
            row['file'], row['source'], pixels, np.array(plates, np.float32).reshape(-1, 9) * factor,
            corners_of_boxes(missed, factor), FRAME_SOURCES.get(row['source'], 1.0) * (1.5 if mistakes else 1),
            corners_of_boxes(mistakes, factor)))
    return frames


def load_negatives(pool, sources=NEGATIVE_SOURCES):
    """Pictures without any plate."""
    empty = np.zeros((0, 9), np.float32), np.zeros((0, 4), np.float32)
    return [Frame(row['file'], row['source'], read_luma(Path(pool) / row['file'])[0], *empty, 1.0)
            for row in rows_of(pool, sources, 'negative')]


def load_textures(pool, sources=TEXTURE_SOURCES, seed=1):
    """Real plates cut exactly at their edges, at most 256 wide."""
    textures = []
    for row in rows_of(pool, sources, 'crop'):
        if row['country'] == 'BR':
            continue  # cut with a margin
        pixels, _ = read_luma(Path(pool) / row['file'], 256)
        if pixels.shape[1] >= 60:
            textures.append(pixels)
    random.Random(seed).shuffle(textures)
    return textures
