"""Invented plates in invented layouts."""
import math

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .drawing import HEIGHT, WIDTH

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed-Bold.ttf"

# name: (ground, text, band, frame) in BGR; the width of the plate in metres; its shape
LAYOUTS = {
    "band": ((238, 240, 240), (25, 25, 25), (150, 70, 20), (60, 60, 60), 0.56, 4.6),
    "yellow": ((60, 200, 245), (20, 20, 20), None, (30, 30, 30), 0.56, 4.6),
    "green": ((240, 242, 238), (60, 85, 20), None, (70, 110, 30), 0.56, 4.6),
    "black": ((28, 26, 26), (235, 238, 238), None, (200, 200, 200), 0.56, 4.6),
    "wide": ((240, 236, 226), (120, 45, 25), (70, 150, 225), (120, 110, 100), 0.44, 2.6),
}


def plate_texture(text, layout):
    ground, ink, band, frame, _, shape = LAYOUTS[layout]
    w = 560
    h = int(w / shape)
    image = Image.new("RGB", (w, h), ground[::-1])
    draw = ImageDraw.Draw(image)
    left = 0
    top = 0
    if band and layout == "band":
        left = 46
        draw.rectangle([0, 0, left, h], fill=band[::-1])
        for i in range(8):
            a = i * math.pi / 4
            x, y = 23 + 11 * math.cos(a), h * 0.42 + 11 * math.sin(a)
            draw.ellipse([x - 3, y - 3, x + 3, y + 3], fill=(240, 220, 90))
    elif band:
        top = 26
        draw.rectangle([0, 0, w, top], fill=band[::-1])
        draw.rectangle([0, top, w, top + 5], fill=(250, 250, 250))
    size = int((h - top) * 0.80)
    while True:
        font = ImageFont.truetype(FONT, size)
        box = draw.textbbox((0, 0), text, font=font)
        if box[2] - box[0] <= (w - left) * 0.90:
            break
        size -= 2
    x = left + (w - left - (box[2] - box[0])) / 2 - box[0]
    y = top + (h - top - (box[3] - box[1])) / 2 - box[1]
    draw.text((x, y), text, font=font, fill=ink[::-1])
    draw.rectangle([0, 0, w - 1, h - 1], outline=frame[::-1], width=7)
    return np.asarray(image)[:, :, ::-1].copy()


def put_plate(image, texture, corners, light):
    """Lays a texture over four pixels corners, with the mean of its pixels where it becomes small."""
    corners = np.asarray(corners, np.float32)
    x0, y0 = np.floor(corners.min(0)).astype(int) - 2
    x1, y1 = np.ceil(corners.max(0)).astype(int) + 3
    if x1 <= 0 or y1 <= 0 or x0 >= WIDTH or y0 >= HEIGHT:
        return
    fine = 4
    h, w = texture.shape[:2]
    source = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
    m = cv2.getPerspectiveTransform(source, (corners - [x0, y0]).astype(np.float32) * fine)
    size = ((x1 - x0) * fine, (y1 - y0) * fine)
    color = cv2.resize(cv2.warpPerspective(texture, m, size, flags=cv2.INTER_LINEAR), (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((h, w), 255, np.uint8), m, size)
    mask = cv2.resize(mask, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)[..., None].astype(np.float32) / 255
    a, b, c, d = max(x0, 0), max(y0, 0), min(x1, WIDTH), min(y1, HEIGHT)
    inner = (slice(b - y0, d - y0), slice(a - x0, c - x0))
    part = image[b:d, a:c].astype(np.float32)
    image[b:d, a:c] = np.clip(part * (1 - mask[inner]) + color[inner] * light, 0, 255).astype(np.uint8)
