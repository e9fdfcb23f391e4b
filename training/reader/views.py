"""Steep views: a plate as a camera sees it that hangs high, stands aside or is tilted, and what a detector makes of it."""
import math
import random

import cv2
import numpy as np

STEEPEST = 30.
# How far the camera is away, in widths of the plate: near ones see perspective, far ones a mere shear.
_NEAR, _FAR = 2., 8.


def steep(rng: random.Random, image: np.ndarray, corners: np.ndarray, most: float = STEEPEST) -> tuple[np.ndarray, np.ndarray]:
    """The picture and corners of the plate turned at random by up to ``most`` degrees in its plane and to the side, and by
    two thirds of that up or down; seen no larger than plates are."""
    return turned(image, corners, rng.uniform(-most, most), rng.uniform(-1.3, 1.3) * most, rng.uniform(-.7, .7) * most, rng.uniform(_NEAR, _FAR),
                  math.exp(rng.uniform(math.log(16), math.log(64))))


def turned(image, corners, roll, yaw, pitch, distance=4., rows=40.) -> tuple[np.ndarray, np.ndarray]:
    """The plate turned by these angles (degrees), ``distance`` of its widths away, about ``rows`` high where it is level."""
    corners = np.float32(corners)
    width, height = float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[3] - corners[0]))
    lines = rows if width / height > 1.9 else rows * 1.6
    scale = lines / height
    plane = np.float64([[-width / 2, -height / 2, 0], [width / 2, -height / 2, 0], [width / 2, height / 2, 0], [-width / 2, height / 2, 0]]) * scale
    r, y, p = (math.radians(a) for a in (roll, yaw, pitch))
    about_z = np.float64([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    about_y = np.float64([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_x = np.float64([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
    space = plane @ (about_z @ about_y @ about_x).T
    depth = distance * width * scale
    seen = space[:, :2] * (depth / (depth + space[:, 2:]))
    low, high = seen.min(0), seen.max(0)
    margin = .2 * (high - low) + 3
    quad = np.float32(seen - low + margin)
    size = np.ceil(high - low + 2 * margin).astype(int)
    matrix = cv2.getPerspectiveTransform(corners, quad)
    if scale < .6:
        image = cv2.GaussianBlur(image, (0, 0), .35 / scale)
    return cv2.warpPerspective(image, matrix, (int(size[0]), int(size[1])), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), quad


def understood(rng: random.Random, corners: np.ndarray) -> np.ndarray:
    """What a detector answers for a steep plate: corners that are turned less than the plate is, or closer to a level box."""
    centre = corners.mean(0)
    if rng.random() < .5:
        return corners
    if rng.random() < .5:
        top = corners[1] - corners[0]
        angle = math.atan2(float(top[1]), float(top[0])) * rng.uniform(-.05, .3)
        turn = np.float32([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
        return np.float32((corners - centre) @ turn.T + centre)
    low, high = corners.min(0), corners.max(0)
    level = np.float32([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])
    share = rng.uniform(0, .3)
    return np.float32(corners * (1 - share) + level * share)
