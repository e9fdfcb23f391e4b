"""The empty street by day and by night."""
import math

import cv2
import numpy as np

from .drawing import CAMERA_HEIGHT, FOCAL, HEIGHT, PITCH, WIDTH, blend, ellipse, fill, glow, project, strip


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
