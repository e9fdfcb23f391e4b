"""From a clean picture of a plate to what a camera and a detector make of it: a crop of 48 x 144."""
import random

import cv2
import numpy as np

from .network import COLUMNS, ROWS
from .views import steep, understood

cv2.setNumThreads(0)
# The crop reaches beyond the corners by these shares of the plate's width and height on each side.
MARGIN_X, MARGIN_Y = .04, .08
_TARGET = np.float32([
    [COLUMNS * MARGIN_X / (1 + 2 * MARGIN_X), ROWS * MARGIN_Y / (1 + 2 * MARGIN_Y)],
    [COLUMNS * (1 + MARGIN_X) / (1 + 2 * MARGIN_X), ROWS * MARGIN_Y / (1 + 2 * MARGIN_Y)],
    [COLUMNS * (1 + MARGIN_X) / (1 + 2 * MARGIN_X), ROWS * (1 + MARGIN_Y) / (1 + 2 * MARGIN_Y)],
    [COLUMNS * MARGIN_X / (1 + 2 * MARGIN_X), ROWS * (1 + MARGIN_Y) / (1 + 2 * MARGIN_Y)]])


def crop(image: np.ndarray, corners: np.ndarray, border: int | None = None) -> np.ndarray:
    """The rectified crop (uint8 [48, 144]) of the plate whose corners [4, 2] are given, clockwise from top left."""
    matrix = cv2.getPerspectiveTransform(np.float32(corners) + .5, _TARGET)
    matrix = np.float64([[1, 0, -.5], [0, 1, -.5], [0, 0, 1]]) @ matrix @ np.float64([[1, 0, .5], [0, 1, .5], [0, 0, 1]])
    mode = cv2.BORDER_REPLICATE if border is None else cv2.BORDER_CONSTANT
    return cv2.warpPerspective(image, matrix, (COLUMNS, ROWS), flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=border or 0)


def _jitter(rng: random.Random, corners: np.ndarray) -> np.ndarray:
    """A detector's error: the corners shifted, scaled, sheared and each off by a little."""
    width = (np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2
    height = (np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2
    scale = np.float32([width, height])
    amount = rng.choice([.3, .6, 1, 1, 1.5])
    centre = corners.mean(0)
    grown = centre + (corners - centre) * np.float32([1 + rng.gauss(.0, .025) * amount, 1 + rng.gauss(.0, .06) * amount])
    grown = grown + np.float32([rng.gauss(0, .015), rng.gauss(0, .035)]) * amount * scale
    single = np.float32([[rng.gauss(0, .012), rng.gauss(0, .035)] for _ in range(4)]) * amount * scale
    lean = np.float32([[1, 0], [1, 0], [-1, 0], [-1, 0]]) * rng.gauss(0, .05) * height
    return np.float32(grown + single + lean)


def _motion(rng: random.Random, pixels: np.ndarray) -> np.ndarray:
    size = rng.choice([3, 3, 5, 5, 7, 9])
    kernel, angle = np.zeros((size, size), np.float32), rng.random() * np.pi
    for i in range(size):
        t = i - (size - 1) / 2
        kernel[int(round((size - 1) / 2 + t * np.sin(angle))), int(round((size - 1) / 2 + t * np.cos(angle)))] = 1
    return cv2.filter2D(pixels, -1, kernel / kernel.sum())


def _light(rng: random.Random, pixels: np.ndarray) -> np.ndarray:
    """Gradients, shadows, glare, exposure."""
    rows, columns = pixels.shape
    if rng.random() < .35:
        slope = np.linspace(-1, 1, columns, dtype=np.float32)[None] * rng.uniform(-1, 1) + np.linspace(-1, 1, rows, dtype=np.float32)[:, None] * rng.uniform(-1, 1)
        pixels = pixels * (1 + .5 * slope)
    if rng.random() < .15:
        edge = np.int32([[rng.randint(-20, columns + 20), -1], [rng.randint(-20, columns + 20), rows], [columns * rng.choice([-1, 2]), rows], [columns * rng.choice([-1, 2]), -1]])
        mask = np.zeros(pixels.shape, np.float32)
        cv2.fillConvexPoly(mask, edge, 1)
        pixels = pixels * (1 - cv2.GaussianBlur(mask, (0, 0), rng.uniform(.5, 3)) * rng.uniform(.2, .65))
    if rng.random() < .06:
        y, x = np.ogrid[:rows, :columns]
        spot = np.exp(-(((x - rng.uniform(0, columns)) / rng.uniform(8, 40)) ** 2 + ((y - rng.uniform(0, rows)) / rng.uniform(5, 25)) ** 2))
        pixels = pixels + spot.astype(np.float32) * rng.uniform(40, 160)
    return pixels


def degrade(rng: random.Random, noise: np.random.Generator, image: np.ndarray, corners: np.ndarray, hard: float = 1., tilted: float = 0.) -> np.ndarray:
    """A crop (uint8 [48, 144]) as a camera would give it. ``hard`` scales how often and how much it is spoilt, ``tilted``
    is the share that is seen from a steep angle."""
    if rng.random() < tilted:
        image, corners = steep(rng, image, corners)
        corners, hard = understood(rng, corners), hard * .5
    jittered = _jitter(rng, np.float32(corners))
    pixels = crop(image, jittered, rng.randint(0, 200) if rng.random() < .5 else None).astype(np.float32)
    width, height = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    aspect = width / max(1., height)
    least = 13 if aspect > 1.75 else 22
    seen = float(np.exp(rng.uniform(np.log(least), np.log(90))))
    if rng.random() > hard:
        seen = 90.
    rows, columns = min(ROWS, max(9, round(seen * (1 + 2 * MARGIN_Y)))), min(COLUMNS, max(20, round(seen * aspect * (1 + 2 * MARGIN_X))))
    pixels = _light(rng, pixels)
    if rng.random() < .2 * hard:
        pixels = _motion(rng, pixels)
    if rng.random() < .03 * hard:
        # Two fields or frames of a moving plate in one.
        pixels = .6 * pixels + .4 * np.roll(pixels, (rng.randint(-2, 2), rng.randint(-5, 5)), (0, 1))
    if (rows, columns) != (ROWS, COLUMNS):
        pixels = cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA)
    if rng.random() < .4 * hard:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(.3, 1.3))
    contrast = rng.uniform(.25 if pixels.std() > 35 else .7, 1.3)
    pixels = (pixels - 128) * contrast + 128 + rng.uniform(-70, 60)
    if rng.random() < .6:
        pixels = pixels + noise.standard_normal(pixels.shape, dtype=np.float32) * rng.uniform(1, 13)
    if rng.random() < .12:
        pixels = pixels + rng.uniform(.5, 1.5) * (pixels - cv2.GaussianBlur(pixels, (0, 0), 1.2))
    pixels = np.clip(pixels, 0, 255)
    if rng.random() < .2:
        pixels = 255 * (pixels / 255) ** rng.uniform(.5, 1.8)
    pixels = pixels.astype(np.uint8)
    if rng.random() < .5:
        pixels = cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(12, 92)])[1], cv2.IMREAD_GRAYSCALE)
    if pixels.shape != (ROWS, COLUMNS):
        pixels = cv2.resize(pixels, (COLUMNS, ROWS), interpolation=cv2.INTER_LINEAR)
    return pixels
