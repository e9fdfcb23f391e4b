"""The camera of the clip, and drawing on its picture. Lengths are metres; x goes right, y up, z away from the camera."""
import math

import cv2
import numpy as np

WIDTH, HEIGHT, RATE = 1280, 720, 25
FOCAL, CAMERA_HEIGHT, PITCH = 1400.0, 3.0, math.radians(9)


def project(points):
    """World points (n, 3) to pixels (n, 2)."""
    p = np.asarray(points, float)
    y, z = p[:, 1] - CAMERA_HEIGHT, p[:, 2]
    cos, sin = math.cos(PITCH), math.sin(PITCH)
    depth = np.maximum(z * cos - y * sin, 0.3)
    up = y * cos + z * sin
    return np.stack([WIDTH / 2 + FOCAL * p[:, 0] / depth, HEIGHT / 2 - FOCAL * up / depth], axis=1)


def fill(image, pixels, color):
    """An anti-aliased polygon; its outline is drawn too, so that neighbours leave no seam."""
    q = np.clip(np.round(np.asarray(pixels) * 16), -400000, 400000).astype(np.int32)
    color = tuple(float(c) for c in color)
    cv2.fillPoly(image, [q], color, cv2.LINE_AA, 4)


def blend(image, pixels, color, alpha, blur=0):
    """A see-through polygon, with soft edges where blur (pixels) is given."""
    pixels = np.asarray(pixels)
    margin = int(3 * blur) + 2
    x0, y0 = np.maximum(np.floor(pixels.min(0)).astype(int) - margin, 0)
    x1, y1 = np.minimum(np.ceil(pixels.max(0)).astype(int) + margin, [WIDTH, HEIGHT])
    if x1 <= x0 or y1 <= y0:
        return
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.fillPoly(mask, [np.round((pixels - [x0, y0]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    if blur:
        mask = cv2.GaussianBlur(mask, (0, 0), blur)
    part = image[y0:y1, x0:x1].astype(np.float32)
    a = mask[..., None].astype(np.float32) * (alpha / 255)
    image[y0:y1, x0:x1] = (part * (1 - a) + np.array(color, np.float32) * a).astype(np.uint8)


def glow(image, center, radius, color, strength):
    """Light added around a point."""
    x0, y0 = np.maximum(np.floor(np.array(center) - radius).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(np.array(center) + radius).astype(int), [WIDTH, HEIGHT])
    if x1 <= x0 or y1 <= y0:
        return
    ys, xs = np.mgrid[y0:y1, x0:x1]
    near = np.clip(1 - np.hypot(xs - center[0], ys - center[1]) / radius, 0, 1)[..., None] ** 2.2
    part = image[y0:y1, x0:x1].astype(np.float32)
    image[y0:y1, x0:x1] = np.clip(part + near * strength * np.array(color, np.float32), 0, 255).astype(np.uint8)


def bilinear(quad, u, v):
    return (quad[0] * (1 - u) + quad[1] * u) * (1 - v) + (quad[3] * (1 - u) + quad[2] * u) * v


def smooth(u):
    return u * u * (3 - 2 * u)


def ellipse(cx, cy, rx, ry, n=28):
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in np.linspace(0, 2 * math.pi, n + 1)[:-1]]


def strip(image, x0, x1, z0, z1, color, y=0.0):
    fill(image, project([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)]), color)
