"""Draws what surrounds a plate: patches of 47 x 34 points around it, as the camera would see them, with the colour of the vehicle.

Everything is light first (albedo, shading, the sky's reflection, lamps), then a camera: exposure, the colour of the light, gamma, contrast,
saturation, haze, noise. The plate is white or grey, in the light or in its own shadow, so that the network learns how far it can be trusted as
a measure of white."""

import numpy as np

COLOURS = ["white", "silver-gray", "black", "red", "blue", "green", "yellow", "orange", "brown", "gold-beige", "purple"]
SHARES = np.array([.2, .24, .16, .1, .1, .06, .035, .035, .04, .035, .012])
SHARES /= SHARES.sum()

COLUMNS, ROWS = 47, 34
LEFT, TOP, RIGHT, BOTTOM = -1.15, -1.3, 1.15, .35  # in widths of a plate of .52 m, from its centre
X, Y = np.meshgrid(np.linspace(LEFT, RIGHT, COLUMNS), np.linspace(TOP, BOTTOM, ROWS))
LUMA = np.array([.299, .587, .114])


def light_of(srgb):
    return (np.clip(srgb, 0, 255) / 255.) ** 2.2


def paint(r, colour):
    u = r.uniform
    if colour == "white":
        b = u(205, 250)
        return np.array([b + u(-2, 4), b, b + u(-12, 3)])
    if colour == "silver-gray":
        b = u(50, 112) if r.random() < .42 else u(115, 215)
        tint = u(-9, 9)
        return np.array([b + tint, b + u(-2, 2), b - tint])
    if colour == "black":
        b = u(5, 34)
        return np.array([b + u(-2, 3), b, b + u(-2, 4)])
    if colour == "red":
        if r.random() < .4:
            b = u(45, 125)
            return np.array([b, b * u(.05, .4), b * u(.08, .45)])
        return np.array([u(140, 225), u(10, 65), u(12, 75)])
    if colour == "blue":
        kind = r.random()
        if kind < .45:
            b = u(36, 80)
            return np.array([b * u(.15, .55), b * u(.35, .75), b])
        if kind < .8:
            return np.array([u(10, 70), u(50, 120), u(120, 200)])
        return np.array([u(110, 160), u(150, 185), u(190, 225)])
    if colour == "green":
        kind = r.random()
        if kind < .4:
            g = u(28, 70)
            return np.array([g * u(.3, .75), g, g * u(.5, .95)])
        if kind < .75:
            g = u(80, 140)
            return np.array([g * u(.1, .6), g, g * u(.4, 1)])
        g = u(150, 205)
        return np.array([g * u(.7, .85), g, g * u(.75, .97)])
    if colour == "yellow":
        return np.array([u(215, 250), u(165, 215), u(0, 80)])
    if colour == "orange":
        return np.array([u(205, 250), u(75, 130), u(0, 45)])
    if colour == "brown":
        b = u(50, 115)
        return np.array([b, b * u(.55, .8), b * u(.35, .65)])
    if colour == "gold-beige":
        b = u(150, 220)
        return np.array([b, b * u(.87, .95), b * u(.66, .84)])
    b = u(70, 150)
    return np.array([b * u(.55, 1), b * u(.15, .5), b])


def uneven(r, strength):
    """A smooth field around 1."""
    knots = r.normal(size=(4, 5))
    ys, xs = np.linspace(0, 3, ROWS), np.linspace(0, 4, COLUMNS)
    y, x = np.minimum(ys.astype(int), 2), np.minimum(xs.astype(int), 3)
    fy, fx = (ys - y)[:, None], (xs - x)[None]
    at = lambda i, j: knots[np.ix_(y + i, x + j)]
    return np.exp(strength * ((1 - fy) * ((1 - fx) * at(0, 0) + fx * at(0, 1)) + fy * ((1 - fx) * at(1, 0) + fx * at(1, 1))))


class Camera:
    def __init__(self, r):
        tint = r.normal(0, .14)
        self.light = np.exp(np.array([tint, r.normal(0, .035), -tint]))
        white = light_of(np.full(3, 225.))[0]
        self.exposure = r.uniform(.25, 1.25) / white if r.random() < .85 else r.uniform(.06, .4)
        self.haze = r.uniform(0, .12) * r.uniform(0, 1) if r.random() < .5 else 0
        self.gamma, self.contrast, self.saturation = r.uniform(1.9, 2.6), r.uniform(.85, 1.2), r.uniform(.6, 1.35)

    def see(self, light):
        s = np.clip(light * self.light * self.exposure + self.haze, 0, None) ** (1 / self.gamma) * 255
        s = 128 + (s - 128) * self.contrast
        luma = (s @ LUMA)[..., None]
        return np.clip(luma + (s - luma) * self.saturation, 0, 255)


def rear(r, scene, x, y):
    if r.random() < .75:  # lamps, sometimes lit
        bottom, height, inner = r.uniform(-.75, -.1), r.uniform(.15, .4), r.uniform(.55, 1.15)
        lamp = (abs(x) > inner) & (abs(x) < inner + r.uniform(.3, .8)) & (y > bottom - height) & (y < bottom)
        lit = r.random() < .35
        scene[lamp] = light_of(np.array([255, r.uniform(40, 150), r.uniform(40, 120)] if lit
                                        else [r.uniform(90, 190), r.uniform(10, 45), r.uniform(15, 50)]))
    if r.random() < .4:  # a bar above the plate
        bottom = r.uniform(-.3, -.14)
        scene[(abs(x) < r.uniform(.5, 1)) & (y < bottom) & (y > bottom - r.uniform(.03, .1))] = light_of(np.full(3, r.uniform(40, 235)))
    if r.random() < .35:  # the plate's recess
        scene[(abs(x) < r.uniform(.6, .8)) & (abs(y) < r.uniform(.17, .3))] *= r.uniform(.25, .8)


def front(r, scene, x, y, dark):
    if r.random() < .7:  # the grille
        bottom = -r.uniform(.13, .3)
        grille = (abs(x) < r.uniform(.45, 1.1)) & (y > bottom - r.uniform(.1, .6)) & (y < bottom)
        scene[grille] = dark()
        if r.random() < .5:
            bars = np.zeros_like(grille)
            bars[::max(2, int(r.uniform(2, 5)))] = True
            scene[grille & bars] = light_of(np.full(3, r.uniform(100, 240)))
    if r.random() < .75:  # headlamps
        bottom, inner = r.uniform(-.8, -.2), r.uniform(.65, 1.2)
        lamp = (abs(x) > inner) & (y < bottom) & (y > bottom - r.uniform(.15, .4))
        scene[lamp] = light_of(np.full(3, r.uniform(70, 250)) + r.normal(0, 6, 3))
    if r.random() < .5:  # the lower opening
        scene[(abs(x) < r.uniform(.5, 1.3)) & (y > r.uniform(.1, .25))] = dark()


def draw(r):
    """The number of the colour, the patch (R, G, B, 0 to 255), where it shows no plate, and how bright the plate and the picture's bright parts are."""
    number = r.choice(len(COLOURS), p=SHARES)
    colour = COLOURS[number]
    scale = r.uniform(.7, 1.35)  # plates' sizes are told by their shapes, not exactly
    x, y = X / scale, Y / scale
    sky = np.array([r.uniform(.55, .9), r.uniform(.75, .92), 1.]) * r.uniform(.2, 1)
    dark = lambda: light_of(np.full(3, r.uniform(6, 55)) + r.normal(0, 2, 3))

    is_metallic = colour == "silver-gray" or r.random() < .5
    shade = np.exp(-r.uniform(0, .8) * (y + .3)) * uneven(r, r.uniform(.08, .5 if is_metallic else .25))
    gloss = r.uniform(.005, .16) * r.uniform(.1, 1) * np.clip(uneven(r, .8) - .6, 0, 3) * np.clip(.4 - y, 0, 1.5)
    scene = light_of(paint(r, colour)) * shade[..., None] + gloss[..., None] * sky

    is_rear = r.random() < .6
    width = r.uniform(1.25, 2.1)
    window = (y < (r.uniform(-1.5, -.45) if is_rear else r.uniform(-1.9, -.9))) & (abs(x) < width * .8)
    mirrored = r.uniform(0, .25) * np.clip(uneven(r, .9) - .5, 0, 3)
    scene[window] = (dark() + mirrored[..., None] * sky)[window]
    rear(r, scene, x, y) if is_rear else front(r, scene, x, y, dark)
    if r.random() < .3:  # a bumper of plastic
        scene[y > -r.uniform(.12, .35)] = light_of(np.full(3, r.uniform(18, 75)))
    if r.random() < .2:  # writing, stickers
        for _ in range(r.integers(1, 5)):
            left, top = r.uniform(-1, 1), r.uniform(-1.2, 0)
            scene[(abs(X - left) < r.uniform(.05, .3)) & (abs(Y - top) < r.uniform(.03, .12))] = light_of(r.uniform(0, 255, 3))
    scene[y > r.uniform(.15, .7)] = light_of(np.full(3, r.uniform(8, 40)))  # under the vehicle
    beside = abs(x + r.uniform(-.3, .3) + r.uniform(-.15, .15) * y) > width
    scene[beside] = light_of(np.full(3, r.uniform(40, 200)) + r.normal(0, 10, 3)) if r.random() < .7 else light_of(r.uniform(20, 200, 3))

    plate = light_of(np.full(3, r.uniform(195, 245) if r.random() < .6 else r.uniform(140, 210))
                     + (np.array([0, -20, -110]) if r.random() < .12 else 0))
    if r.random() < .15:
        plate = plate * r.uniform(1, 2.2)  # in a flash
    if r.random() < .25:
        plate = plate * r.uniform(.4, 1)  # in the shadow of its recess
    camera = Camera(r)
    seen = np.clip(camera.see(scene) + r.normal(0, r.uniform(0, 5), scene.shape), 0, 255)
    white = camera.see(plate[None])[0] @ LUMA
    bright = camera.see(light_of(np.full((1, 3), 225.)) * r.uniform(.55, 1.9))[0] @ LUMA + r.normal(0, 5)
    kind = r.random()
    size = (.52, .115) if kind < .4 else (.4, .13) if kind < .6 else (.31, .155) if kind < .85 else (.25, .2)
    unit = r.uniform(.85, 1.15) / .52
    is_vehicle = ~((abs(X) < .62 * size[0] * unit) & (abs(Y) < .75 * size[1] * unit))
    return number, seen, is_vehicle, white, max(40, bright)


def planes(seen, is_vehicle, white, bright):
    """What the network gets, bytes: luma as a share of the plate's white and of what is bright in the picture (255 is 1.6), blue and red
    difference (128 is none), luma, and 255 where the vehicle is."""
    luma = seen @ LUMA
    blue, red = (seen[..., 2] - luma) * .564, (seen[..., 0] - luma) * .713
    return np.stack([
        np.clip(luma / np.clip(white, 50, 240) / 1.6 * 255, 0, 255),
        np.clip(luma / np.clip(bright, 50, 250) / 1.6 * 255, 0, 255),
        np.clip(blue + 128, 0, 255),
        np.clip(red + 128, 0, 255),
        luma,
        is_vehicle * 255]).astype(np.uint8)
