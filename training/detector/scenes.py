"""Makes training pictures: crops of real frames at random scales, plates pasted over and beside, things that are no plates."""
import math
import random

import cv2
import numpy as np

from .distractors import Distractors
from .paste import Texture, paste, projected

# Height and width of a picture, and of larger ones in which plates of half a frame have their surroundings.
SMALL, LARGE = (192, 320), (320, 544)
# A plate looked at again from close by, as the runtime does before reading: it takes up about .6 of the view.
CLOSE, CLOSE_SHARE = (128, 256), (.42, .82)
SMALLEST, LARGEST = 9.0, 480.0
PADDING = 114
# Rows of a picture's truth: eight corner coordinates, then one of these.
BOX_ONLY, CORNERS, IGNORED = 0, 1, 2


def log_uniform(rng, low, high):
    return math.exp(rng.uniform(math.log(low), math.log(high)))


class Scenes:
    """An endless supply of pictures; `render(rng)` returns a plate with `.pixels`."""

    def __init__(self, frames, negatives, real_plates, render, seed, bank=1200):
        self.rng = random.Random(seed)
        self.height, self.width = SMALL
        self.noise = np.random.default_rng(seed).normal(0, 1, (512, 1024)).astype(np.float32)
        self.frames, self.negatives = frames, negatives
        self.weights = np.cumsum([f.weight for f in frames])
        self.render = render
        self.real_plates = [Texture(p) for p in real_plates]
        self.rendered = [Texture(render(self.rng).pixels) for _ in range(bank)]
        self.drawer = Distractors()
        self.distractors = [Texture(self.drawer.draw(self.rng)) for _ in range(500)]
        self.stamps = [self.drawer.stamp(self.rng) for _ in range(200)]

    def draw(self, size=SMALL):
        """Luma uint8 of this height and width, and its plates [n,9]."""
        rng = self.rng
        self.height, self.width = size
        self.refresh()
        if size == CLOSE:
            return self.close_view()
        scene, plates, (h, w) = self.compose(self.frame(), rng.random() < .85)
        if rng.random() < .35:
            self.replace(scene, plates)
        if rng.random() < (.35 if len(plates) == 0 else .15):
            for _ in range(rng.choice((1, 1, 1, 2))):
                plates = self.add(scene, plates)
        if rng.random() < .3:
            for _ in range(rng.randint(1, 4)):
                self.distract(scene, plates)
        if rng.random() < .08:
            self.write(scene, plates)
        scene = self.camera(scene)
        if rng.random() < .8:
            scene[h:], scene[:, w:] = PADDING, PADDING
            plates = settled(plates, w, h)
        if rng.random() < .3:
            scene = np.ascontiguousarray(scene[:, ::-1])
            plates = mirrored(plates, scene.shape[1])
        return scene, settled(plates, self.width, self.height)

    def close_view(self):
        """A plate, or what was taken for one, from close by; a plate is pasted over the real one two times in three."""
        rng = self.rng
        frame = self.frame()
        while not len(frame.plates):
            frame = self.frame()
        if len(frame.mistakes) and rng.random() < .4:
            box = frame.mistakes[rng.randrange(len(frame.mistakes))]
        else:
            plate = frame.plates[rng.randrange(len(frame.plates))]
            box = np.array([plate[0:8:2].min(), plate[1:8:2].min(), plate[0:8:2].max(), plate[1:8:2].max()])
        width, height = max(4, box[2] - box[0]), max(2, box[3] - box[1])
        scale = max(width / self.width, height / self.height) / rng.uniform(*CLOSE_SHARE)
        w, h = round(scale * self.width) + 1, round(scale * self.height * rng.uniform(.96, 1.04)) + 1
        x0 = round((box[0] + box[2]) / 2 + width * rng.gauss(0, .08) - w / 2)
        y0 = round((box[1] + box[3]) / 2 + height * rng.gauss(0, .12) - h / 2)
        rows = np.clip(np.arange(y0, y0 + h), 0, frame.pixels.shape[0] - 1)
        columns = np.clip(np.arange(x0, x0 + w), 0, frame.pixels.shape[1] - 1)
        method = cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR
        scene = cv2.resize(frame.pixels[np.ix_(rows, columns)], (self.width, self.height), interpolation=method)
        plates = placed(frame, x0, y0, self.width / w, self.height / h)
        plates = settled(plates, self.width, self.height)
        if rng.random() < .66:
            self.replace(scene, plates)
        scene = self.camera(scene)
        if rng.random() < .3:
            scene = np.ascontiguousarray(scene[:, ::-1])
            plates = mirrored(plates, self.width)
        return scene, settled(plates, self.width, self.height)

    def refresh(self):
        rng = self.rng
        if rng.random() < .02:
            self.rendered[rng.randrange(len(self.rendered))] = Texture(self.render(rng).pixels)
        if rng.random() < .01:
            self.distractors[rng.randrange(len(self.distractors))] = Texture(self.drawer.draw(rng))

    def compose(self, frame, around_plate):
        """A crop of the frame; where the frame ends early, padding right and below as at run time, or further frames."""
        rng = self.rng
        scene = np.full((self.height, self.width), PADDING, np.uint8)
        pixels, plates = self.crop(frame, around_plate, self.width, self.height)
        h, w = pixels.shape
        scene[:h, :w] = pixels
        if rng.random() < .3:
            return scene, plates, (h, w)
        for x, y, width, height in ((w, 0, self.width - w, self.height), (0, h, w, self.height - h)):
            if width >= 48 and height >= 32:
                pixels, more = self.crop(self.frame(), rng.random() < .8, width, height)
                scene[y:y + pixels.shape[0], x:x + pixels.shape[1]] = pixels
                more[:, 0:8:2] += x
                more[:, 1:8:2] += y
                plates = np.concatenate([plates, more])
        return scene, plates, (self.height, self.width)

    def frame(self):
        if self.rng.random() < .12:
            return self.rng.choice(self.negatives)
        return self.frames[int(np.searchsorted(self.weights, self.rng.random() * self.weights[-1]))]

    def crop(self, frame, around_plate, width, height):
        """A part of the frame, at most width x height, scaled so that one of its plates has a random width; its plates."""
        rng = self.rng
        h, w = frame.pixels.shape
        target = None
        if around_plate and len(frame.mistakes) and rng.random() < .4:
            target = frame.mistakes[rng.randrange(len(frame.mistakes))]
            x, y = target[0::2], target[1::2]
        elif around_plate and len(frame.plates):
            target = frame.plates[rng.randrange(len(frame.plates))]
            x, y = target[0:8:2], target[1:8:2]
        if target is not None:
            size = max(np.ptp(x), 1.2 * np.ptp(y))
            scale = log_uniform(rng, SMALLEST, min(LARGEST, .95 * width)) / size
            scale = min(scale, 2.5)
        else:
            scale = log_uniform(rng, .3, 1.3)
        if rng.random() < .5:
            scale = max(scale, width / w, height / h)
        scale = max(scale, 40 / max(h, w))
        sx = scale * log_uniform(rng, .88, 1.14)
        sy = scale * log_uniform(rng, .92, 1.09)
        ww, wh = min(w, width / sx), min(h, height / sy)
        if target is not None and rng.random() < .9:
            x0 = (x.min() + x.max()) / 2 - ww * rng.uniform(.12, .88)
            y0 = (y.min() + y.max()) / 2 - wh * rng.uniform(.12, .88)
        else:
            x0, y0 = rng.uniform(0, w - ww), rng.uniform(0, h - wh)
        x0 = int(min(max(0, x0), w - ww))
        y0 = int(min(max(0, y0), h - wh))
        x1, y1 = min(w, x0 + max(2, round(ww))), min(h, y0 + max(2, round(wh)))
        dw, dh = min(width, max(2, round((x1 - x0) * sx))), min(height, max(2, round((y1 - y0) * sy)))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        pixels = cv2.resize(frame.pixels[y0:y1, x0:x1], (dw, dh), interpolation=method)
        plates = placed(frame, x0, y0, dw / (x1 - x0), dh / (y1 - y0))
        return pixels, settled(plates, dw, dh)

    def texture(self):
        rng = self.rng
        if self.real_plates and rng.random() < .4:
            return rng.choice(self.real_plates)
        return rng.choice(self.rendered)

    def replace(self, scene, plates):
        """Covers real plates by pasted ones, whose corners are known."""
        rng = self.rng
        for plate in plates:
            x, y = plate[0:8:2], plate[1:8:2]
            w, h = np.ptp(x), np.ptp(y)
            if plate[8] == IGNORED or w < 8 or x.max() < 4 or y.max() < 4 or x.min() > self.width - 4 or y.min() > self.height - 4:
                continue
            for _ in range(8):
                texture = self.texture()
                if .7 < texture.aspect / (w / h) < 1.5:
                    break
            corners = projected(rng, w * rng.uniform(1.02, 1.25), texture.aspect, .55)
            corners[:, 1] *= max(1, 1.05 * h / np.ptp(corners[:, 1]))
            corners += [(x.min() + x.max()) / 2, (y.min() + y.max()) / 2]
            paste(rng, scene, texture, corners)
            plate[:8] = corners.reshape(-1)
            plate[8] = CORNERS

    def place(self, plates, corners):
        """The corners moved to a place free of plates, or None."""
        rng = self.rng
        half = np.ptp(corners, 0) / 2
        for _ in range(6):
            centre = np.array([rng.uniform(min(half[0], self.width / 2), max(self.width - half[0], self.width / 2)),
                               rng.uniform(min(half[1], self.height / 2), max(self.height - half[1], self.height / 2))])
            low, high = centre - half * 1.1 - 3, centre + half * 1.1 + 3
            if all(high[0] < p[0:8:2].min() or low[0] > p[0:8:2].max() or high[1] < p[1:8:2].min() or low[1] > p[1:8:2].max()
                   for p in plates):
                return corners + centre
        return None

    def add(self, scene, plates):
        """Pastes a plate anywhere."""
        rng = self.rng
        texture = self.texture()
        corners = projected(rng, log_uniform(rng, SMALLEST, .75 * self.width), texture.aspect)
        corners = self.place(plates, corners)
        if corners is None or np.ptp(corners[:, 1]) > self.height * .8:
            return plates
        paste(rng, scene, texture, corners)
        return np.concatenate([plates, np.append(corners.reshape(-1), CORNERS)[None].astype(np.float32)])

    def distract(self, scene, plates):
        rng = self.rng
        texture = rng.choice(self.distractors)
        corners = self.place(plates, projected(rng, log_uniform(rng, 12, 200), texture.aspect))
        if corners is not None:
            paste(rng, scene, texture, corners, holder=False)

    def write(self, scene, plates):
        """A camera's text in a corner of the frame."""
        rng = self.rng
        top = rng.random() < .5
        if any((p[1:8:2].min() < 20) if top else (p[1:8:2].max() > self.height - 20) for p in plates):
            return
        ink = rng.randint(180, 255) if rng.random() < .8 else 0
        size = rng.uniform(.3, .55)
        at = (rng.randint(2, 160), 14 if top else self.height - 6)
        font = rng.choice((cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX))
        if rng.random() < .3:
            cv2.rectangle(scene, (at[0] - 2, at[1] - 12), (at[0] + 150, at[1] + 4), 255 - ink, -1)
        cv2.putText(scene, rng.choice(self.stamps), at, font, size * (1.8 if font == cv2.FONT_HERSHEY_PLAIN else 1), ink, 1, cv2.LINE_AA)

    def camera(self, scene):
        """What the camera and the codec do to the whole picture."""
        rng = self.rng
        values = np.arange(256, dtype=np.float32) / 255
        if rng.random() < .7:
            values = values ** log_uniform(rng, .55, 1.9)
            low, high = rng.uniform(-.12, .15), rng.uniform(.75, 1.2)
            if rng.random() < .12:
                high = rng.uniform(.15, .6)  # night
            values = low * (rng.random() < .6) + values * high
        scene = cv2.LUT(scene, np.clip(values * 255, 0, 255).astype(np.uint8))
        blur = rng.random()
        if blur < .12:
            scene = cv2.GaussianBlur(scene, (0, 0), rng.uniform(.4, 1.3))
        elif blur < .2:
            scene = cv2.filter2D(scene, -1, motion(rng))
        elif blur < .28:
            f = rng.uniform(.5, .9)
            small = cv2.resize(scene, None, fx=f, fy=f, interpolation=cv2.INTER_AREA)
            scene = cv2.resize(small, (self.width, self.height), interpolation=cv2.INTER_LINEAR)
        elif blur < .36:
            scene = cv2.addWeighted(scene, 1.8, cv2.GaussianBlur(scene, (0, 0), 1.2), -.8, 0)
        if rng.random() < .45:
            y, x = rng.randrange(512 - self.height), rng.randrange(1024 - self.width)
            noise = self.noise[y:y + self.height, x:x + self.width] * (rng.uniform(1, 6) if rng.random() < .8 else rng.uniform(6, 16))
            scene = np.clip(scene + noise, 0, 255).astype(np.uint8)
        if rng.random() < .4:
            _, data = cv2.imencode('.jpg', scene, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(18, 90)])
            scene = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
        return scene


def motion(rng):
    """The kernel of a short straight movement."""
    size = rng.choice((3, 5, 5, 7))
    kernel = np.zeros((size, size), np.float32)
    angle = rng.uniform(-.5, .5) if rng.random() < .6 else rng.uniform(0, math.pi)
    for t in np.linspace(-1, 1, 4 * size):
        kernel[round(size // 2 + t * (size // 2) * math.sin(angle)), round(size // 2 + t * (size // 2) * math.cos(angle))] += 1
    return kernel / kernel.sum()


def placed(frame, x, y, across, down):
    """Plates and ignored boxes of a frame in a picture that begins at x, y of it and is scaled by `across` and `down`."""
    l, t, r, b = frame.ignored.T
    plates = np.concatenate([frame.plates, np.stack([l, t, r, t, r, b, l, b, np.full_like(l, IGNORED)], 1)])
    plates[:, 0:8:2] = (plates[:, 0:8:2] - x) * across
    plates[:, 1:8:2] = (plates[:, 1:8:2] - y) * down
    return plates


def mirrored(plates, width):
    """Plates of the picture seen in a mirror; the corner that was top-right is top-left then."""
    flipped = plates.copy()
    flipped[:, 0:8:2] = width - flipped[:, 0:8:2]
    return flipped[:, [2, 3, 0, 1, 6, 7, 4, 5, 8]]


def settled(plates, width, height):
    """Plates that lie in the picture; those cut by its edge or too small to find become ignored."""
    kept = []
    for plate in plates:
        x, y = plate[0:8:2], plate[1:8:2]
        x0, x1, y0, y1 = x.min(), x.max(), y.min(), y.max()
        seen = max(0, min(x1, width) - max(x0, 0)) * max(0, min(y1, height) - max(y0, 0)) / max(1e-3, (x1 - x0) * (y1 - y0))
        if seen < .05:
            continue
        plate = plate.copy()
        if seen < .9 or x1 - x0 < SMALLEST * .8 or y1 - y0 < 2.5:
            plate[8] = IGNORED
        kept.append(plate)
    return np.array(kept, np.float32).reshape(-1, 9)
