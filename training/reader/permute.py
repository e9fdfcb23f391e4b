"""New texts from real crops: the characters of a plate of one line, cut apart and put in another order.

After arXiv 2601.07671 (section on permuted characters), without a network: characters are told apart by their outlines, and
only plates where as many are found as the text has are used. The region of such a plate cannot be told any more.
"""
import random

import cv2
import numpy as np

_ROWS = 64


def boxes(pixels: np.ndarray, count: int) -> list[tuple[int, int]] | None:
    """Where the characters of a rectified plate begin and end, left to right; none if they cannot be told apart surely."""
    for flip in (False, True):
        luma = 255 - pixels if flip else pixels
        _, mask = cv2.threshold(luma, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        tall = [s for s in stats[1:] if .38 * _ROWS < s[3] < .93 * _ROWS and s[2] < 1.1 * s[3] and s[4] > 40]
        if len(tall) != count:
            continue
        heights, middles = [s[3] for s in tall], [s[1] + s[3] / 2 for s in tall]
        spans = sorted((int(s[0]), int(s[0] + s[2])) for s in tall)
        if max(heights) < 1.25 * min(heights) and max(middles) - min(middles) < .14 * _ROWS and all(a[1] <= b[0] for a, b in zip(spans, spans[1:])):
            return spans
    return None


def flat(image: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The plate alone, rectified, _ROWS high."""
    width, height = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    wide = max(_ROWS, round(_ROWS * width / height))
    target = np.float32([[0, 0], [wide, 0], [wide, _ROWS], [0, _ROWS]])
    return cv2.warpPerspective(image, cv2.getPerspectiveTransform(np.float32(corners), target), (wide, _ROWS), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def shuffled(rng: random.Random, pixels: np.ndarray, spans: list[tuple[int, int]], text: str) -> tuple[np.ndarray, str]:
    """The plate with its characters in another order: slices between the middles of the gaps change places."""
    least = min([b[0] - a[1] for a, b in zip(spans, spans[1:])] + [12]) // 2
    cuts = [(max(0, a - least), min(pixels.shape[1], b + least)) for a, b in spans]
    order = list(range(len(spans)))
    rng.shuffle(order)
    parts, last = [], 0
    for place, (left, right) in enumerate(cuts):
        parts += [pixels[:, last:left], pixels[:, cuts[order[place]][0]:cuts[order[place]][1]]]
        last = right
    return np.hstack(parts + [pixels[:, last:]]), "".join(text[i] for i in order)
