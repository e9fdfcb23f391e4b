"""Typefaces of our own, drawn as strokes: plate dies are skeletons of even width, and no free font has their shapes.

A face is a handful of random parameters (width, stroke, roundness, variants of single characters); each draw gives
another one, from German DIN-like to the squarish dies of the Americas and the forgery-hindering shapes of the FE font.
"""
import math
import random

import cv2
import numpy as np

HEIGHT = 112
MARGIN = 20


def _arc(cx, cy, rx, ry, start, end, steps=10):
    """Points of an ellipse's arc, degrees, clockwise from the right as seen (y grows downwards)."""
    turns = np.radians(np.linspace(start, end, steps))
    return [(cx + rx * math.cos(t), cy + ry * math.sin(t)) for t in turns]


def _box(x0, y0, x1, y1, r):
    """A closed rounded rectangle."""
    r = min(r, (x1 - x0) / 2, (y1 - y0) / 2)
    path = _arc(x1 - r, y0 + r, r, r, -90, 0) + _arc(x1 - r, y1 - r, r, r, 0, 90)
    path += _arc(x0 + r, y1 - r, r, r, 90, 180) + _arc(x0 + r, y0 + r, r, r, 180, 270)
    return path + path[:1]


class StrokeFace:
    """One typeface: ``glyph(character)`` gives a mask of HEIGHT + 2 MARGIN rows, 0 to 255."""

    def __init__(self, rng: random.Random):
        self.width = rng.uniform(.40, .62)
        self.stroke = rng.uniform(.10, .19)
        self.round = rng.choice([rng.uniform(.06, .16), rng.uniform(.16, .32)])
        self.digit_width = self.width * rng.choice([1, 1, rng.uniform(.85, 1)])
        self.zero = rng.choice(["plain", "plain", "plain", "narrow", "slash", "slit", "dot"])
        self.one = rng.choice(["flag", "flag", "plain", "serif"])
        self.eye = rng.choice(["plain", "plain", "serif"])
        self.four_open = rng.random() < .25
        self.seven_bent = rng.random() < .3
        self.six_straight = rng.random() < .4
        self.three_flat = rng.random() < .3
        self.jay_bar = rng.random() < .3
        self.middle = rng.uniform(.44, .52)
        self.vee = rng.uniform(.3, 1)
        self.oh_round = rng.uniform(.5, 1) if rng.random() < .5 else None
        self._cache = {}

    def glyph(self, character: str) -> np.ndarray:
        if character not in self._cache:
            self._cache[character] = self._draw(character)
        return self._cache[character]

    def _draw(self, c):
        w = self.digit_width if c.isdigit() else self.width
        w *= {"I": .6 if self.eye == "serif" else .01, "1": .55, "M": 1.2, "W": 1.25}.get(c, 1)
        pixels = HEIGHT * (1 - self.stroke)
        edge = MARGIN + HEIGHT * self.stroke / 2
        mask = np.zeros((HEIGHT + 2 * MARGIN, int(w * pixels + 2 * edge)), np.uint8)
        for path in self._paths(c, w):
            points = np.float32([(edge + x * pixels, edge + y * pixels) for x, y in path])
            cv2.polylines(mask, [np.int32(points * 16)], False, 255, int(HEIGHT * self.stroke), cv2.LINE_AA, 4)
        return mask[:, MARGIN // 2:mask.shape[1] - MARGIN // 2]

    def _paths(self, c, w):
        r, m = min(self.round, w / 2), self.middle
        left, right = [(0, 0), (0, 1)], [(w, 0), (w, 1)]
        top_bowl = [(0, 0)] + _arc(w - r, min(r, m / 2), r, min(r, m / 2), -90, 0) + _arc(w - r, m - min(r, m / 2), r, min(r, m / 2), 0, 90) + [(0, m)]
        if c == "A":
            t = .1 * w
            return [[(0, 1), (w / 2 - t, 0), (w / 2 + t, 0), (w, 1)], [(.18 * w, .7), (.82 * w, .7)]]
        if c == "B":
            n = (1 - m) / 2
            q = min(r, n)
            return [left, top_bowl, [(0, m)] + _arc(w - q, m + q, q, q, -90, 0) + _arc(w - q, 1 - q, q, q, 0, 90) + [(0, 1)]]
        if c in "CG":
            path = _arc(w - r, r, r, r, -15, -90) + _arc(r, r, r, r, -90, -180) + _arc(r, 1 - r, r, r, 180, 90) + _arc(w - r, 1 - r, r, r, 90, 15 if c == "C" else 0)
            return [path] if c == "C" else [path + [(w, .55), (.55 * w, .55)]]
        if c == "D":
            q = min(max(r, .25 * w), w * .9)
            return [[(0, 0)] + _arc(w - q, q, q, q, -90, 0) + _arc(w - q, 1 - q, q, q, 0, 90) + [(0, 1), (0, 0)]]
        if c in "EF":
            rows = [[(0, 0), (w, 0)], [(0, m), (.85 * w, m)]] + ([[(0, 1), (w, 1)]] if c == "E" else [])
            return [left] + rows
        if c == "H":
            return [left, right, [(0, m), (w, m)]]
        if c == "I":
            return [[(w / 2, 0), (w / 2, 1)]] + ([[(0, 0), (w, 0)], [(0, 1), (w, 1)]] if self.eye == "serif" else [])
        if c == "J":
            hook = [(w, 0)] + _arc(w - r, 1 - r, r, r, 0, 90) + _arc(r, 1 - r, r, r, 90, 170)
            return [hook] + ([[(.3 * w, 0), (w, 0)]] if self.jay_bar else [])
        if c == "K":
            return [left, [(w, 0), (0, .6)], [(.3 * w, .42), (w, 1)]]
        if c == "L":
            return [left, [(0, 1), (w, 1)]]
        if c == "M":
            return [[(0, 1), (0, 0), (w / 2, self.vee), (w, 0), (w, 1)]]
        if c == "N":
            return [[(0, 1), (0, 0), (w, 1), (w, 0)]]
        if c in "OQ":
            q = r if self.oh_round is None else self.oh_round * w / 2
            tail = [[(.6 * w, .72), (w * 1.02, 1.04)]] if c == "Q" else []
            return [_box(0, 0, w, 1, q)] + tail
        if c in "PR":
            return [left, top_bowl] + ([[(.45 * w, m), (w, 1)]] if c == "R" else [])
        if c in "S5":
            n, q = min(r, m / 2), min(r, (1 - m) / 2)
            low = _arc(w - q, m + q, q, q, -90, 0) + _arc(w - q, 1 - q, q, q, 0, 90) + _arc(q, 1 - q, q, q, 90, 165)
            if c == "5":
                return [[(.95 * w, 0), (.06 * w, 0), (0, m)] + low]
            return [_arc(w - n, n, n, n, -15, -90) + _arc(n, n, n, n, -90, -180) + _arc(n, m - n, n, n, 180, 90) + low]
        if c == "T":
            return [[(0, 0), (w, 0)], [(w / 2, 0), (w / 2, 1)]]
        if c == "U":
            return [[(0, 0)] + _arc(r, 1 - r, r, r, 180, 90) + _arc(w - r, 1 - r, r, r, 90, 0) + [(w, 0)]]
        if c == "V":
            return [[(0, 0), (w / 2, 1), (w, 0)]]
        if c == "W":
            return [[(0, 0), (w * .25, 1), (w / 2, 1 - self.vee), (w * .75, 1), (w, 0)]]
        if c == "X":
            return [[(0, 0), (w, 1)], [(w, 0), (0, 1)]]
        if c == "Y":
            return [[(0, 0), (w / 2, m), (w, 0)], [(w / 2, m), (w / 2, 1)]]
        if c == "Z":
            return [[(0, 0), (w, 0), (0, 1), (w, 1)]]
        return self._digit(c, w, r, m)

    def _digit(self, c, w, r, m):
        if c == "0":
            if self.zero == "narrow":
                return [_box(.06 * w, 0, .94 * w, 1, w / 2)]
            extra = {"slash": [[(.1 * w, .85), (.9 * w, .15)]], "dot": [[(w / 2, .48), (w / 2, .52)]]}.get(self.zero, [])
            if self.zero == "slit":
                return [_box(0, 0, w, 1, r)[:-9] + [(w * .2, .05)]]
            return [_box(0, 0, w, 1, r)] + extra
        if c == "1":
            flag = [] if self.one == "plain" else [[(0, .22), (w * .6, 0)]]
            return [[(w * .6, 0), (w * .6, 1)]] + flag + ([[(0, 1), (w * 1.2, 1)]] if self.one == "serif" else [])
        if c == "2":
            q = min(r * 1.2, w / 2)
            return [_arc(q, q, q, q, 195, 270) + _arc(w - q, q, q, q, -90, 10) + [(w, .33), (0, 1), (w, 1)]]
        if c == "3":
            q = min(r, m / 2)
            low = _arc(w - q, m + q, q, q, -90, 0) + _arc(w - q, 1 - q, q, q, 0, 90) + _arc(q, 1 - q, q, q, 90, 165)
            if self.three_flat:
                return [[(0, 0), (w, 0), (.4 * w, m - .04)] + low]
            return [_arc(q, q, q, q, 195, 270) + _arc(w - q, q, q, q, -90, 0) + _arc(w - q, m - q, q, q, 0, 90) + [(.35 * w, m)], [(.35 * w, m)] + low]
        if c == "4":
            if self.four_open:
                return [[(.1 * w, 0), (0, .68), (w, .68)], [(.75 * w, .3), (.75 * w, 1)]]
            return [[(w, .72), (0, .72), (.7 * w, 0), (.7 * w, 1)]]
        if c in "69":
            q = min(r, .27)
            if self.six_straight:
                path = [[(.72 * w, 0), (.02 * w, .62)], _box(0, .42, w, 1, max(q, w * .4))]
            else:
                path = [_arc(w - q, q, q, q, -20, -90) + _arc(q, q, q, q, -90, -180) + [(0, .7)], _box(0, .44, w, 1, q)]
            return path if c == "6" else [[(w - x, 1 - y) for x, y in p] for p in path]
        if c == "7":
            return [[(0, 0), (w, 0), (.45 * w, .5), (.32 * w, 1)] if self.seven_bent else [(0, 0), (w, 0), (.3 * w, 1)]]
        if c == "8":
            inset = .06 * w
            return [_box(inset, 0, w - inset, m, r), _box(0, m, w, 1, r)]
        raise ValueError(f"no strokes for {c!r}")
