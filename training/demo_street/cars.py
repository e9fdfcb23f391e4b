"""Cars with their plates, and how they move."""
import math

import numpy as np

from .drawing import CAMERA_HEIGHT, FOCAL, bilinear, blend, fill, glow, project, smooth
from .plates import LAYOUTS, plate_texture, put_plate

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
