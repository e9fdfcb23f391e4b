"""Pasting a flat texture into a scene: a camera looks at it, the scene lights it, the lens blurs it."""
import math

import cv2
import numpy as np


def projected(rng, width, aspect, steep=1.0):
    """Four corners around the origin, clockwise from top-left, of a rectangle `aspect` times wider than high that a camera
    sees at an angle; its bounding box is about `width` wide. `rng` is a random.Random."""
    yaw = rng.gauss(0, .38 * steep)
    pitch = rng.gauss(0, .22 * steep)
    roll = rng.gauss(0, .05) if rng.random() < .75 else rng.gauss(0, .2 * steep)
    yaw = min(1.15, max(-1.15, yaw))
    pitch = min(.9, max(-.9, pitch))
    half = aspect / 2
    points = np.array([[-half, -.5, 0], [half, -.5, 0], [half, .5, 0], [-half, .5, 0]])
    cy, sy, cp, sp, cr, sr = (f(a) for a in (yaw, pitch, roll) for f in (math.cos, math.sin))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    points = points @ (about_z @ about_x @ about_y).T
    distance = rng.uniform(2.5, 14) * aspect
    flat = points[:, :2] / (1 + points[:, 2:] / distance)
    flat *= width / np.ptp(flat[:, 0])
    return flat - (flat.max(0) + flat.min(0)) / 2


class Texture:
    """A picture with its halved versions, so that a small copy is not aliased."""

    def __init__(self, pixels):
        self.levels = [pixels]
        while self.levels[-1].shape[1] >= 24 and self.levels[-1].shape[0] >= 8 and len(self.levels) < 6:
            h, w = self.levels[-1].shape
            self.levels.append(cv2.resize(self.levels[-1], (max(2, w // 2), max(2, h // 2)), interpolation=cv2.INTER_AREA))

    @property
    def aspect(self):
        h, w = self.levels[0].shape
        return w / h

    def near(self, width):
        """The level that is at most a little larger than `width`."""
        for level in reversed(self.levels):
            if level.shape[1] >= width * .9:
                return level
        return self.levels[0]


def lit(rng, pixels, around):
    """The texture's shades under the light of its surroundings, whose mean is `around`."""
    white = min(255, max(25, around * rng.uniform(.8, 2.6) + rng.uniform(10, 70)))
    if rng.random() < .07:
        white = rng.uniform(200, 330)  # infrared or flash: the plate shines
    black = white * rng.uniform(.03, .45)
    values = black + (white - black) / 255 * pixels.astype(np.float32)
    h, w = pixels.shape
    if rng.random() < .35:  # light from one side
        slope = rng.uniform(-.35, .35)
        values *= np.linspace(1 - slope, 1 + slope, w, dtype=np.float32)[None, :]
    if rng.random() < .25:  # the shadow of a bumper
        edge = rng.uniform(.1, .6) * h
        tilt = rng.uniform(-.3, .3) * h
        line = edge + np.linspace(-tilt, tilt, w)[None, :]
        values *= np.where(np.arange(h)[:, None] < line, rng.uniform(.35, .8), 1).astype(np.float32)
    if rng.random() < .08:  # glare
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(.2, .6) * w
        yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
        values += 160 * np.exp(-((xx - x) ** 2 + (yy - y) ** 2) / (r * r))
    return np.clip(values, 0, 255)


def with_holder(rng, values):
    """The texture in a frame of another shade; returns it and the frame's widths left, top, right, bottom."""
    h, w = values.shape
    if rng.random() < .45:
        return values, (0, 0, 0, 0)
    side = max(1, round(w * rng.uniform(0, .035)))
    top = max(1, round(h * rng.uniform(.01, .12)))
    bottom = max(1, round(h * rng.uniform(.01, .22)))
    shade = rng.uniform(0, 90) if rng.random() < .8 else rng.uniform(90, 255)
    return cv2.copyMakeBorder(values, top, bottom, side, side, cv2.BORDER_CONSTANT, value=shade), (side, top, side, bottom)


def paste(rng, scene, texture, corners, holder=True):
    """Draws the texture with its corners at `corners` [4,2] into the uint8 scene, in place."""
    x0, y0 = np.floor(corners.min(0)).astype(int) - 6
    x1, y1 = np.ceil(corners.max(0)).astype(int) + 6
    width = np.linalg.norm(corners[1] - corners[0])
    source = texture.near(width)
    h, w = source.shape
    margin = int(.25 * (y1 - y0)) + 1
    x0, y0 = max(0, x0 - margin), max(0, y0 - margin)
    x1, y1 = min(scene.shape[1], x1 + margin), min(scene.shape[0], y1 + margin)
    if x1 - x0 < 3 or y1 - y0 < 3:
        return
    region = scene[y0:y1, x0:x1]
    values = lit(rng, source, float(region.mean()))
    left = top = right = bottom = 0
    if holder:
        values, (left, top, right, bottom) = with_holder(rng, values)
    inner = np.float32([[left, top], [left + w, top], [left + w, top + h], [left, top + h]]) - .5
    matrix = cv2.getPerspectiveTransform(inner, np.float32(corners - [x0, y0]) - .5)
    size = (x1 - x0, y1 - y0)
    # A margin of nothing around, and values multiplied by their cover, so that edges are as soft as the pixels are large.
    values = cv2.copyMakeBorder(values, 2, 2, 2, 2, cv2.BORDER_CONSTANT)
    cover = cv2.copyMakeBorder(np.ones((h + top + bottom, w + left + right), np.float32), 2, 2, 2, 2, cv2.BORDER_CONSTANT)
    shift = np.array([[1, 0, -2], [0, 1, -2], [0, 0, 1]], np.float64)
    layer = cv2.warpPerspective(cv2.merge([values, cover]), matrix @ shift, size, flags=cv2.INTER_LINEAR)
    # Plates that nobody can tell from a smudge teach the detector to report smudges.
    sigma = rng.uniform(.2, .8) if rng.random() < .85 else rng.uniform(.5, .8 + width * .009)
    if sigma > .35:
        layer = cv2.GaussianBlur(layer, (0, 0), sigma)
    scene[y0:y1, x0:x1] = np.clip(region * (1 - layer[..., 1]) + layer[..., 0], 0, 255).astype(np.uint8)
