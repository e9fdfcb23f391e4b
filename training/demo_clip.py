#!/usr/bin/python3
"""Renders the demo clip: a street by day and by night, with cars that carry invented plates.

    apt-get install python3-opencv python3-pil python3-numpy fonts-dejavu-core ffmpeg
    /usr/bin/python3 training/demo_clip.py            # writes Dashboard/Demo/street.mp4 and street.txt
    /usr/bin/python3 training/demo_clip.py --still 8.6 shot.png

Everything is drawn here: no picture of the world is used. The same program gives the same frames every time.
Lengths are metres; x goes right, y up, z away from the camera, which stands over the road at x = 0, z = 0.
"""
import argparse
import math
import pathlib
import subprocess

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, RATE = 1280, 720, 25
LENGTH = 46.0
DUSK = 25.0  # the picture fades from day to night around this second
FOCAL, CAMERA_HEIGHT, PITCH = 1400.0, 3.0, math.radians(9)
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed-Bold.ttf"
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Dashboard" / "Demo"


# --- projection and drawing -------------------------------------------------------------------------------------------

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


# --- plates -----------------------------------------------------------------------------------------------------------

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


# --- cars -------------------------------------------------------------------------------------------------------------

# Half lengths, heights: (profile of the body from the front, cabin at the waist, cabin at the roof, half width)
SHAPES = {
    "hatch": ([(2.0, .28), (2.08, .5), (2.0, .74), (1.15, .95), (-1.85, .99), (-2.02, .85), (-2.06, .5), (-2.0, .28)],
              (1.2, -1.88), (.35, -1.5), 1.48, .88),
    "sedan": ([(2.25, .27), (2.32, .48), (2.24, .72), (1.15, .93), (-1.5, .98), (-2.2, .96), (-2.3, .55), (-2.25, .27)],
              (1.2, -1.62), (.35, -.95), 1.44, .9),
    "suv": ([(2.2, .36), (2.26, .6), (2.2, .92), (1.2, 1.1), (-2.05, 1.12), (-2.2, .98), (-2.24, .6), (-2.2, .36)],
            (1.25, -2.1), (.5, -1.85), 1.72, .95),
    "van": ([(2.4, .34), (2.46, .6), (2.42, .95), (1.9, 1.2), (-2.4, 1.22), (-2.45, 1.0), (-2.46, .6), (-2.42, .34)],
            (1.95, -2.42), (1.2, -2.36), 2.05, .98),
}
SUN = np.array([-.45, .75, -.5]) / np.linalg.norm([-.45, .75, -.5])


class Car:
    def __init__(self, enters, kind, shape, color, plate, layout, speed=8.5, stays=0.0):
        self.enters, self.kind, self.shape, self.color = enters, kind, shape, np.array(color, float)
        self.plate, self.layout, self.speed, self.stays = plate, layout, speed, stays
        self.texture = plate_texture(plate, layout)

    def place(self, t):
        """(x, z, heading) at second t, or None where it is not on the street; heading 0 drives away, pi comes nearer."""
        s = t - self.enters
        if self.kind == "near":
            z = 52 - self.speed * s
            return (-1.55, z, math.pi) if s >= 0 and z > 1 else None
        if self.kind == "away":
            z = 2 + self.speed * s
            return (1.55, z, 0.0) if s >= 0 and z < 75 else None
        if self.kind == "stands":
            return (-3.75, 14.0, math.pi) if 0 <= s <= self.stays else None
        return self.parking(s)

    def parking(self, s):
        """Comes up in the right lane, draws in to the kerb, stays, and drives on."""
        if s < 0:
            return None
        into, target = 3.6, 12.6
        if s < into:
            u = s / into
            z, x = self.draw_in(u, target)
            z2, x2 = self.draw_in(min(1, u + .02), target)
            return x, z, math.atan2(x2 - x, z2 - z) if u < .98 else 0.0
        if s < into + self.stays:
            return 3.75, target, 0.0
        d = s - into - self.stays
        z = target + 1.1 * d * d
        x = 1.55 + 2.2 * (1 - smooth(min(1, (z - target) / 14)))
        turn = -.28 * math.sin(math.pi * min(1, (z - target) / 14))
        return (x, z, turn) if z < 75 else None

    @staticmethod
    def draw_in(u, target):
        z = 2 + (target - 2) * (1 - (1 - u) ** 1.8)
        return z, 1.55 + 2.2 * smooth(np.clip((u - .15) / .7, 0, 1))

    def draw(self, image, where, dark):
        x, z, heading = where
        light = 1 - .62 * dark
        cos, sin = math.cos(heading), math.sin(heading)

        def world(points):
            p = np.asarray(points, float)  # across, up, along
            return np.stack([x + p[:, 2] * sin + p[:, 0] * cos, p[:, 1], z + p[:, 2] * cos - p[:, 0] * sin], axis=1)

        profile, waist, roof, top, half = SHAPES[self.shape]
        front, back = profile[1][0], profile[-2][0]
        shadow = [(-half - .12 - .3 * (1 - dark), 0, front + .1), (half + .1, 0, front + .1),
                  (half + .1, 0, back - .1), (-half - .12 - .3 * (1 - dark), 0, back - .1)]
        scale = FOCAL / max(z, 4)
        blend(image, project(world(shadow)), (18, 18, 20), .62 - .2 * dark, max(1.0, .09 * scale))
        for side in (-1, 1):  # tyres seen from the end
            for along in (front - .75, back + .75):
                quad = [(side * (half - .24), 0, along), (side * (half - .03), 0, along),
                        (side * (half - .03), .4, along), (side * (half - .24), .4, along)]
                fill(image, project(world(quad)), np.array([22, 22, 22]) * (1 - .4 * dark))
        eye = np.array([0, CAMERA_HEIGHT, 0])

        def face(points, color, shade=True, inside=(0, .6, 0)):
            w = world(points)
            normal = np.cross(w[1] - w[0], w[2] - w[0])
            normal /= np.linalg.norm(normal) + 1e-9
            middle = w.mean(0)
            if np.dot(normal, middle - world([inside])[0]) < 0:
                normal = -normal
            if np.dot(normal, eye - middle) <= 0:
                return False
            lit = (.62 + .42 * max(0, float(np.dot(normal, SUN)))) if shade else 1.0
            fill(image, project(w), np.clip(np.array(color) * lit * light, 0, 255))
            return True

        sides = [(-half, 1), (half, -1)]
        for x_side, _ in sides:
            if face([(x_side, y, l) for l, y in profile], self.color * .92):
                self.draw_side(image, world, x_side, profile, dark)
        for (l0, y0), (l1, y1) in zip(profile, profile[1:] + profile[:1]):
            face([(-half, y0, l0), (half, y0, l0), (half, y1, l1), (-half, y1, l1)], self.color)
        self.draw_cabin(image, world, face, (waist, roof, top, half, profile), light)
        self.draw_end(image, world, heading, profile, half, dark, (x, z))

    def draw_side(self, image, world, x_side, profile, dark):
        out = x_side * 1.004
        for along in (profile[1][0] - .78, profile[-2][0] + .78):
            for radius, color in ((.37, (24, 24, 24)), (.33, (30, 30, 30)), (.2, (150, 150, 152))):
                ring = [(out, .33 + radius * math.sin(a), along + radius * math.cos(a)) for a in np.linspace(0, 2 * math.pi, 25)[:-1]]
                fill(image, project(world(ring)), np.array(color) * (1 - .55 * dark))
        low = min(y for _, y in profile) + .06
        fill(image, project(world([(out, low, -.95), (out, low, .95), (out, low + .05, .95), (out, low + .05, -.95)])), self.color * .35 * (1 - .55 * dark))

    def draw_cabin(self, image, world, face, numbers, light):
        (w0, w1), (r0, r1), top, half, profile = numbers
        base = max(y for _, y in profile) - .03
        low, high = half * .94, half * .74
        mid = (0, (base + top) / 2, (w0 + w1) / 2)
        glass = np.array([78, 66, 56])
        corners = {"windscreen": [(-low, base - .03, w0), (low, base - .03, w0), (high, top, r0), (-high, top, r0)],
                   "rear": [(-low, base, w1), (low, base, w1), (high, top, r1), (-high, top, r1)],
                   "left": [(-low, base, w0), (-low, base, w1), (-high, top, r1), (-high, top, r0)],
                   "right": [(low, base, w0), (low, base, w1), (high, top, r1), (high, top, r0)]}
        for name, quad in corners.items():
            if face(quad, self.color, inside=mid):
                q = np.array(quad)
                inset = (.06, .1) if name in ("windscreen", "rear") else (.07, .14)
                u0, u1, v0, v1 = inset[0], 1 - inset[0], inset[1] * .6, 1 - inset[1]
                pane = [bilinear(q, u, v) for u, v in ((u0, v0), (u1, v0), (u1, v1), (u0, v1))]
                pixels = project(world(pane))
                fill(image, pixels, glass * light)
                shine = [bilinear(q, u, v) for u, v in ((.18, v0), (.38, v0), (.62, v1), (.42, v1))]
                blend(image, project(world(shine)), (210, 205, 200), .16 * light)
                if name in ("left", "right"):
                    post = [bilinear(q, u, v) for u, v in ((.5, v0), (.53, v0), (.53, v1), (.5, v1))]
                    fill(image, project(world(post)), self.color * .8 * light)
        face([(-high, top, r0), (high, top, r0), (high, top, r1), (-high, top, r1)], self.color * 1.04, inside=mid)

    def draw_end(self, image, world, heading, profile, half, dark, where):
        """Lamps, grille, bumper and the plate of the end that the camera sees."""
        comes = math.cos(heading) < 0
        end = (profile[1][0] + .02) if comes else (profile[-2][0] - .02)
        low, middle, high = profile[0][1], profile[1][1], (profile[2][1] if comes else profile[-3][1])
        light = 1 - .62 * dark

        def patch(x0, x1, y0, y1, color):
            pixels = project(world([(x0, y1, end), (x1, y1, end), (x1, y0, end), (x0, y0, end)]))
            fill(image, pixels, np.clip(color, 0, 255))
            return pixels.mean(0)

        patch(-half * .97, half * .97, low - .02, low + .1, np.array([34, 34, 35]) * light)
        lit = dark if self.kind != "stands" else 0
        lamp = (250, 250, 250) if lit else np.array((215, 220, 222)) * light
        if comes:
            patch(-half * .5, half * .5, middle + .06, middle + .17, np.array([36, 36, 38]) * light)
            for s in (-1, 1):
                spot = patch(s * half * .62, s * half * .95, middle + .03, high - .05, np.array(lamp))
                if lit:
                    self.beam(image, spot, where, lit)
        else:
            for s in (-1, 1):
                spot = patch(s * half * .66, s * half * .96, middle + .1, high - .06, np.array([40, 40, 225]) * (.55 + .45 * dark))
                if dark:
                    glow(image, spot, .42 * FOCAL / max(where[1], 5), (30, 30, 255), .55 * dark)
        width, shape = LAYOUTS[self.layout][4], LAYOUTS[self.layout][5]
        center = low + .21 if comes else middle + .14
        tall = width / shape
        side = 1 if not comes else -1
        corners = [(-side * width / 2, center + tall / 2, end * 1.006), (side * width / 2, center + tall / 2, end * 1.006),
                   (side * width / 2, center - tall / 2, end * 1.006), (-side * width / 2, center - tall / 2, end * 1.006)]
        put_plate(image, self.texture, project(world(corners)), 1 - .25 * dark)

    @staticmethod
    def beam(image, spot, where, dark):
        radius = FOCAL / max(where[1], 5)
        glow(image, spot, .5 * radius, (205, 235, 255), .75 * dark)
        x, z = where
        if z > 8:
            road = project([(x - .8, 0, z - 2.2), (x + .8, 0, z - 2.2), (x + 1.6, 0, max(4, z - 10)), (x - 1.6, 0, max(4, z - 10))])
            blend(image, road, (170, 200, 215), .10 * dark, 14)


def bilinear(quad, u, v):
    return (quad[0] * (1 - u) + quad[1] * u) * (1 - v) + (quad[3] * (1 - u) + quad[2] * u) * v


def smooth(u):
    return u * u * (3 - 2 * u)


# --- the street -------------------------------------------------------------------------------------------------------

def street(night):
    """The empty street."""
    random = np.random.default_rng(7)
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    horizon = int(HEIGHT / 2 - FOCAL * math.tan(PITCH))
    top, bottom = ((62, 38, 24), (96, 66, 52)) if night else ((222, 178, 126), (238, 226, 208))
    for y in range(horizon + 40):
        k = min(1, y / horizon)
        image[y] = np.array(top) * (1 - k) + np.array(bottom) * k
    if not night:
        for cx, cy, r in ((260, 34, 60), (330, 42, 44), (900, 26, 52), (980, 36, 66), (1050, 30, 40)):
            blend(image, ellipse(cx, cy, r * 1.6, r * .32), (250, 248, 246), .55, 9)
    else:
        for x, y in np.random.default_rng(3).integers([0, 0], [WIDTH, horizon - 30], (60, 2)):
            image[y, x] = 170
    shade = .36 if night else 1.0
    hills = [(x, horizon - 18 - 16 * math.sin(x / 170) - 9 * math.sin(x / 61)) for x in range(-10, WIDTH + 20, 10)]
    fill(image, hills + [(WIDTH + 10, horizon + 30), (-10, horizon + 30)], np.array([150, 158, 132]) * shade)
    ground(image, horizon, shade, random)
    for z in (64, 54, 44, 35, 27):
        house(image, -1, z, shade, night, random)
        house(image, 1, z, shade, night, random)
        tree(image, -7.4 if z % 2 else 7.6, z - 4.5, shade, random)
    for z in (58, 40, 24):
        lamp_post(image, -6.1, z, shade, night)
        lamp_post(image, 6.1, z - 8, shade, night)
    grain = cv2.GaussianBlur(random.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), .8) * 5
    image = np.clip(image.astype(np.float32) + grain[..., None], 0, 255)
    if night:
        image[..., 0] *= 1.06
        image[..., 2] *= .94
    return np.clip(image, 0, 255).astype(np.uint8)


def ellipse(cx, cy, rx, ry, n=28):
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in np.linspace(0, 2 * math.pi, n + 1)[:-1]]


def strip(image, x0, x1, z0, z1, color, y=0.0):
    fill(image, project([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)]), color)


def ground(image, horizon, shade, random):
    far = 400
    strip(image, -200, 200, 3, far, np.array([96, 140, 104]) * shade)
    strip(image, -7.0, 7.0, 3, far, np.array([158, 162, 165]) * shade)  # pavements
    for z in np.arange(5, 60, 1.6):
        strip(image, -7, 7, z, z + .04, np.array([140, 144, 148]) * shade)
    strip(image, -4.95, 4.95, 3, far, np.array([176, 180, 182]) * shade)  # kerb stones
    strip(image, -4.75, 4.75, 3, far, np.array([92, 90, 89]) * shade)
    # Asphalt: the noise is mapped through the ground, so that it is coarse near and fine far.
    ys, xs = np.mgrid[horizon + 12:HEIGHT, 0:WIDTH].astype(np.float32)
    angle = PITCH + np.arctan((ys - HEIGHT / 2) / FOCAL)
    z = CAMERA_HEIGHT / np.tan(angle)
    x = (xs - WIDTH / 2) / FOCAL * np.hypot(z, CAMERA_HEIGHT)
    field = cv2.GaussianBlur(random.normal(0, 1, (1024, 1024)).astype(np.float32), (0, 0), 1.4) * 12
    coarse = cv2.GaussianBlur(random.normal(0, 1, (1024, 1024)).astype(np.float32), (0, 0), 22) * 150
    noise = cv2.remap(field, (x * 28) % 1023, (z * 28) % 1023, cv2.INTER_LINEAR) + cv2.remap(coarse, (x * 34) % 1023, (z * 9) % 1023, cv2.INTER_LINEAR)
    noise[np.abs(x) > 4.75] *= .4
    part = image[horizon + 12:].astype(np.float32) + (noise * shade * np.clip(14 / z, .1, 1))[..., None]
    image[horizon + 12:] = np.clip(part, 0, 255).astype(np.uint8)
    paint = np.array([222, 226, 228]) * shade
    for start in np.arange(4, 120, 6):
        strip(image, -.07, .07, start, start + 3, paint)
    for side in (-1, 1):
        strip(image, side * 2.72, side * 2.82, 3, 200, paint * .92)
        for start in np.arange(4.5, 60, 6.0):  # bays at the kerb
            strip(image, side * 2.82, side * 4.7, start, start + .09, paint * .85)


def house(image, side, z, shade, night, random):
    walls = [(186, 204, 222), (170, 196, 214), (200, 206, 206), (150, 176, 208), (186, 190, 176)]
    color = np.array(walls[random.integers(len(walls))]) * shade
    near, far, inner, outer, high = z - 4.4, z + 4.4, side * 9.0, side * 17.0, 5.2 + 2.2 * random.random()
    fill(image, project([(inner, 0, near), (outer, 0, near), (outer, high, near), (inner, high, near)]), color * .82)
    fill(image, project([(inner, 0, near), (inner, 0, far), (inner, high, far), (inner, high, near)]), color)
    roof = np.array([74, 88, 142]) * shade * (.85 + .3 * random.random())
    ridge = high + 2.4
    fill(image, project([(inner - side * .4, high - .1, near - .3), (inner - side * .4, high - .1, far + .3),
                         (side * 13, ridge, far + .3), (side * 13, ridge, near - .3)]), roof)
    fill(image, project([(inner, high, near), (outer, high, near), (side * 13, ridge, near)]), color * .8)

    def pane(points):
        lit = random.random() < .45 and night
        glass = np.array([120, 205, 245]) * .9 if lit else np.array([132, 112, 96]) * shade
        fill(image, project(points), np.array([235, 235, 235]) * shade)
        p = np.array(points)
        fill(image, project(p + (p.mean(0) - p) * .16), glass)

    for floor in (1.1, 3.6):
        for k in range(3):
            a = near + 1.0 + k * 2.8
            pane([(inner, floor, a), (inner, floor, a + 1.3), (inner, floor + 1.4, a + 1.3), (inner, floor + 1.4, a)])
            b = inner + side * (1.0 + k * 2.5)
            pane([(b, floor, near), (b + side * 1.2, floor, near), (b + side * 1.2, floor + 1.4, near), (b, floor + 1.4, near)])


def tree(image, x, z, shade, random):
    foot, crown = project([(x, 0, z), (x, 3.6, z)])
    scale = FOCAL / z
    fill(image, [foot + [-.14 * scale, 0], foot + [.14 * scale, 0], crown + [.08 * scale, 0], crown + [-.08 * scale, 0]], np.array([52, 70, 92]) * shade)
    for k in range(26):
        dx, dy = random.normal(0, .62, 2)
        r = (.45 + .3 * random.random()) * scale
        green = np.array([62, 122 + 34 * random.random() - 22 * dy, 84]) * shade * (.85 + .25 * random.random())
        blend(image, ellipse(crown[0] + dx * scale, crown[1] + dy * scale * .8, r, r * .85), green, .92, max(.6, .03 * scale))


def lamp_post(image, x, z, shade, night):
    side = -1 if x > 0 else 1
    scale = FOCAL / z
    foot, top, arm = project([(x, 0, z), (x, 6, z), (x + side * 1.3, 6.2, z)])
    thick = max(1, int(.11 * scale))
    color = tuple(float(c) for c in np.array([92, 96, 98]) * max(shade, .5))
    for a, b in ((foot, top), (top, arm)):
        cv2.line(image, tuple(np.round(a * 16).astype(int)), tuple(np.round(b * 16).astype(int)), color, thick, cv2.LINE_AA, 4)
    fill(image, ellipse(arm[0], arm[1], .32 * scale, .1 * scale), (150, 225, 255) if night else (210, 214, 214))
    if night:
        glow(image, arm, 1.7 * scale, (120, 200, 255), .75)
        spot = project([(x + side * 2.2 + 2.6 * math.cos(a), 0, z + 3.2 * math.sin(a)) for a in np.linspace(0, 6.2, 24)])
        blend(image, spot, (120, 175, 205), .25, 12)


# --- the clip ---------------------------------------------------------------------------------------------------------

RED, BLUE, SILVER, WHITE = (48, 44, 176), (150, 92, 44), (178, 176, 172), (224, 226, 226)
GREEN, ORANGE, GRAPHITE, TEAL, CREAM = (86, 112, 52), (40, 112, 214), (78, 74, 72), (140, 128, 58), (176, 208, 220)


def cast():
    """Who drives by: second of entering, way, shape, colour, plate, layout, speed, how long it stays."""
    return [
        Car(-2.6, "near", "hatch", RED, "KD 472 MX", "band", 9.0),
        Car(3.0, "away", "sedan", BLUE, "RS 935 TA", "yellow", 6.5),
        Car(5.2, "parks", "hatch", SILVER, "LM 386 XP", "green", 0, 12.0),
        Car(3.8, "near", "suv", TEAL, "PH 52 GVE", "band", 9.5),
        Car(9.9, "away", "sedan", GRAPHITE, "HT 619 AN", "black", 6.8),
        Car(7.4, "near", "van", WHITE, "4JTW 823", "wide", 8.5),
        Car(14.0, "away", "suv", ORANGE, "EY 773 CW", "yellow", 6.8),
        Car(12.3, "near", "sedan", GREEN, "ZA 94 RKU", "band", 8.8),
        Car(18.4, "away", "hatch", CREAM, "VN 268 FS", "green", 7.0),
        Car(17.2, "near", "hatch", BLUE, "TC 365 HW", "black", 9.0),
        Car(DUSK, "stands", "sedan", GRAPHITE, "JB 679 TC", "band", 0, LENGTH - DUSK),
        Car(23.4, "near", "sedan", SILVER, "MT 357 JK", "band", 8.5),
        Car(29.2, "away", "hatch", RED, "GX 842 PD", "yellow", 6.5),
        Car(28.2, "near", "suv", WHITE, "XU 63 LNA", "green", 9.0),
        Car(34.6, "away", "van", TEAL, "WK 587 ET", "black", 6.5),
        Car(32.2, "near", "hatch", ORANGE, "CF 296 VH", "band", 8.8),
        Car(39.2, "away", "sedan", CREAM, "AR 734 YG", "yellow", 6.8),
        Car(37.4, "near", "sedan", BLUE, "NP 945 SK", "wide", 8.6),
    ]


class Clip:
    def __init__(self):
        self.day, self.night, self.cars = street(False), street(True), cast()
        random = np.random.default_rng(11)
        self.noise = [random.normal(0, 1, (HEIGHT, WIDTH, 1)).astype(np.float32) for _ in range(5)]

    def frame(self, number):
        t = number / RATE
        dark = float(smooth(np.clip((t - DUSK + .5), 0, 1)))
        image = cv2.addWeighted(self.day, 1 - dark, self.night, dark, 0)
        shown = [(car.place(t), car) for car in self.cars]
        for where, car in sorted(((w, c) for w, c in shown if w), key=lambda pair: -pair[0][1]):
            car.draw(image, where, dark)
        noisy = image.astype(np.float32) + self.noise[number % len(self.noise)] * (1.2 + 2.6 * dark)
        return np.clip(noisy, 0, 255).astype(np.uint8)

    def spans(self):
        """Plate, and from when to when it is in the picture, near enough to be read."""
        lines = []
        for car in self.cars:
            seen = []
            for number in range(int(LENGTH * RATE)):
                where = car.place(number / RATE)
                if where and 6.5 < where[1] < 22:
                    seen.append(number / RATE)
            lines.append((car.plate.replace(" ", ""), seen[0], seen[-1], "parked" if car.stays else "passing"))
        return sorted(lines, key=lambda line: line[1])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--still", nargs=2, metavar=("SECOND", "PNG"), help="write one frame only")
    arguments.add_argument("--crf", type=int, default=27)
    options = arguments.parse_args()
    clip = Clip()
    if options.still:
        cv2.imwrite(options.still[1], clip.frame(int(float(options.still[0]) * RATE)))
        return
    FOLDER.mkdir(exist_ok=True)
    encoder = subprocess.Popen(
        ["ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "-",
         "-c:v", "libx264", "-preset", "slow", "-crf", str(options.crf), "-g", "125", "-pix_fmt", "yuv420p", "-movflags", "+faststart",
         "-fflags", "+bitexact", "-flags:v", "+bitexact", str(FOLDER / "street.mp4")], stdin=subprocess.PIPE)
    for number in range(int(LENGTH * RATE)):
        encoder.stdin.write(clip.frame(number).tobytes())
    encoder.stdin.close()
    if encoder.wait():
        raise SystemExit("ffmpeg failed")
    with open(FOLDER / "street.txt", "w") as out:
        out.write("# plate\tfrom\tto (seconds)\twhat it does; made by training/demo_clip.py\n")
        for plate, first, last, does in clip.spans():
            out.write(f"{plate}\t{first:.1f}\t{last:.1f}\t{does}\n")


if __name__ == "__main__":
    main()
