"""Draws plates: characters, bands, seals, slogans, stickers, frames, embossing. Grey only: luma is all we look at."""
import random
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from . import layouts
from .fonts import face, label_font
from .layouts import Layout
from .strokes import HEIGHT, MARGIN

ROWS = 96
# Where an ornament stands for a character of another script.
_SCRIPTS = ("cn", "kr", "th", "jp", "mn", "la", "bd", "np", "eg", "ma", "tn", "ir", "sy", "et", "ae", "qa", "bh", "mo", "af")


@dataclass
class Plate:
    """pixels: uint8 [height, width]; text: what is to be read, 0-9 A-Z; region: country or us state, ``xx``: none."""
    pixels: np.ndarray
    text: str
    region: str
    lines: int


@dataclass
class _Sheet:
    """A plate that is being drawn: ``box`` is what is left for the characters (x0, y0, x1, y1)."""
    image: Image.Image
    draw: ImageDraw.ImageDraw
    ink: int
    ground: int
    box: list


def render(rng: random.Random, chosen: tuple[Layout, str] | None = None) -> Plate:
    """A plate, random if no layout and pattern are given, seen straight on, about ROWS high a line."""
    layout, pattern = chosen or layouts.choose(rng)
    text = layouts.fill(rng, layout, pattern)
    lines = text.split("/")
    sheet = _blank(rng, layout, len(lines))
    {"band": _band, "us": _state, "brazil": _brazil, "mercosul": _mercosul}.get(layout.kind, _plain)(rng, sheet, layout, len(lines))
    _characters(rng, sheet, lines, layout)
    _clutter(rng, sheet)
    plain = "".join(c for c in text if c.isalnum())
    return Plate(np.asarray(sheet.image), plain, layout.region, len(lines))


def empty(rng: random.Random) -> Plate:
    """A plate without characters: blank, or with bands and seals alone. Its text is empty."""
    layout, pattern = layouts.choose(rng)
    lines = pattern.count("/") + 1
    sheet = _blank(rng, layout, lines)
    if rng.random() < .4:
        _band(rng, sheet, layout, lines)
    for _ in range(rng.choice([0, 0, 1, 2])):
        w, h = sheet.image.size
        _emblem(rng, sheet.draw, rng.uniform(.1, .9) * w, rng.uniform(.3, .7) * h, h * rng.uniform(.1, .3), sheet.ink, sheet.ground)
    _clutter(rng, sheet)
    return Plate(np.asarray(sheet.image), "", layouts.UNKNOWN, lines)


def _blank(rng, layout: Layout, lines: int) -> _Sheet:
    dark = rng.random() < layout.dark
    ground = rng.randint(10, 95) if dark else rng.randint(140, 255)
    ink = rng.randint(165, 255) if dark else rng.randint(0, 90)
    if abs(ink - ground) < 70:
        ink = 0 if ground > 128 else 255
    aspect = layout.aspect * rng.uniform(.93, 1.07)
    if lines == 2 and layout.aspect > 1.6:
        aspect = rng.choice(layout.square) * rng.uniform(.93, 1.07)
    height = ROWS if lines == 1 else int(ROWS * 1.4)
    width = int(height * aspect)
    pixels = np.full((height, width), ground, np.float32)
    if layout.kind == "us" and rng.random() < .6 or rng.random() < .08:
        pixels = _picture(rng, pixels)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    sheet = _Sheet(image, ImageDraw.Draw(image), ink, ground, [0, 0, width, height])
    if rng.random() < .65:
        inset, radius = rng.randint(0, 4), rng.randint(0, 12)
        shade = ink if rng.random() < .7 else rng.randint(0, 255)
        sheet.draw.rounded_rectangle([inset, inset, width - 1 - inset, height - 1 - inset], radius, outline=shade, width=rng.randint(1, 4))
    return sheet


def _picture(rng, pixels):
    """A faint landscape: a gradient with a few shapes."""
    h, w = pixels.shape
    pixels = pixels + np.linspace(0, 1, h)[:, None] * rng.randint(-70, 70) + np.linspace(0, 1, w)[None] * rng.randint(-30, 30)
    for _ in range(rng.randint(0, 4)):
        shade = float(pixels[h // 2, w // 2] + rng.randint(-50, 35))
        if rng.random() < .5:
            cv2.circle(pixels, (rng.randint(0, w), rng.randint(0, h)), rng.randint(5, 45), shade, -1)
        else:
            points = np.int32([[rng.randint(0, w), rng.randint(0, h)] for _ in range(3)])
            cv2.fillPoly(pixels, [points], shade)
    return cv2.GaussianBlur(pixels, (0, 0), rng.uniform(.5, 3))


def _label(rng, sheet, x, y, text, size, anchor, shade=None):
    sheet.draw.text((x, y), text, font=label_font(rng, max(6, int(size))), fill=sheet.ink if shade is None else shade, anchor=anchor)


def _emblem(rng, draw, x, y, r, ink, ground):
    """A seal, coat of arms, ring of stars or picture, of radius r."""
    shade, kind = rng.choice([ink, (ink + ground) // 2, rng.randint(0, 255)]), rng.random()
    if kind < .3:
        draw.ellipse([x - r, y - r, x + r, y + r], outline=shade, fill=None if rng.random() < .4 else shade, width=2)
    elif kind < .6:
        draw.polygon([(x - .75 * r, y - r), (x + .75 * r, y - r), (x + .75 * r, y + .2 * r), (x, y + r), (x - .75 * r, y + .2 * r)], outline=shade, fill=shade if rng.random() < .5 else None)
    elif kind < .75:
        for turn in np.linspace(0, 6.28, rng.choice([8, 12]), endpoint=False):
            cx, cy = x + .8 * r * np.cos(turn), y + .8 * r * np.sin(turn)
            draw.ellipse([cx - 2, cy - 2, cx + 2, cy + 2], fill=shade)
    for _ in range(rng.randint(1, 5)):
        a, b = [(x + rng.uniform(-.7, .7) * r, y + rng.uniform(-.8, .8) * r) for _ in range(2)]
        draw.line([*a, *b], fill=rng.choice([ink, ground, shade]), width=rng.randint(1, 4))


def _script(rng, draw, x, y, r, ink):
    """Something like a Chinese character, a Korean syllable or a Thai letter: strokes that are no letter of ours."""
    width = max(2, int(r * .2))
    for _ in range(rng.randint(4, 9)):
        cx, cy, long = x + rng.uniform(-.8, .8) * r, y + rng.uniform(-.9, .9) * r, rng.uniform(.3, .9) * r
        if rng.random() < .45:
            draw.line([cx - long, cy, cx + long * .7, cy], fill=ink, width=width)
        elif rng.random() < .6:
            draw.line([cx, cy - long, cx, cy + long * .7], fill=ink, width=width)
        else:
            draw.line([cx, cy, cx + rng.uniform(-1, 1) * long, cy + long], fill=ink, width=width)


def _plain(rng, sheet, layout, lines):
    w, h = sheet.image.size
    sheet.box = [rng.randint(4, 14), rng.randint(4, 16), w - rng.randint(4, 14), h - rng.randint(4, 16)]
    if rng.random() < (.7 if layout.header else .06):
        high, text = rng.random() < .5, rng.choice(layout.header or layouts.STATE_NAMES).upper()
        size = h * rng.uniform(.1, .16)
        _label(rng, sheet, w / 2, 2 if high else h - 2, text, size, "mt" if high else "mb")
        sheet.box[1 if high else 3] = int(size * 1.25) if high else int(h - size * 1.25)


def _band(rng, sheet, layout, lines):
    w, h = sheet.image.size
    sheet.box = [rng.randint(6, 14), rng.randint(6, 14), w - rng.randint(6, 14), h - rng.randint(6, 14)]
    if rng.random() > .85:
        return
    shade, width = rng.choice([rng.randint(20, 110), rng.randint(20, 110), sheet.ground]), int(rng.uniform(.2, .36) * (h if lines == 1 else h * .6))
    tall = h if lines == 1 or rng.random() < .5 else h // 2
    if rng.random() < .95:
        sheet.draw.rectangle([0, 0, width, tall], fill=shade)
        _emblem(rng, sheet.draw, width / 2, tall * rng.uniform(.2, .4), width * .36, 255 if shade < 128 else 0, shade)
        if rng.random() < .75:
            letters = layout.band or rng.choice(layouts.BAND_LETTERS)
            _label(rng, sheet, width / 2, tall - rng.randint(4, 10), letters, rng.uniform(.5, .8) * width * min(1, 2 / len(letters)), "mb", 255 if shade < 128 else 0)
        sheet.box[0] = width + rng.randint(2, 12)
    if layout.region in ("it", "fr", "al") and rng.random() < .7:
        right = int(width * .95)
        sheet.draw.rectangle([w - right, 0, w, h], fill=shade)
        if rng.random() < .8:
            _label(rng, sheet, w - right / 2, h - rng.randint(4, 14), f"{rng.randint(1, 99):02}", rng.uniform(.4, .7) * right, "mb", 255 if shade < 128 else 0)
        sheet.box[2] = w - right - rng.randint(2, 6)
    if layout.region in ("gb", "ie") and rng.random() < .4:
        _label(rng, sheet, w / 2, 2 if layout.region == "ie" else h - 2, "CORK" if layout.region == "ie" else "motors.co.uk", h * .11, "mt" if layout.region == "ie" else "mb")
        sheet.box[1 if layout.region == "ie" else 3] = int(h * (.16 if layout.region == "ie" else .84))


def _state(rng, sheet, layout, lines):
    w, h = sheet.image.size
    top, bottom = h * rng.uniform(.06, .12), h * rng.uniform(.06, .12)
    name = layouts.STATES.get(layout.region[3:], (None,))[0] if layout.region.startswith("us-") else None
    name = name or layouts.PROVINCES.get(layout.region, ("Ontario",))[0]
    if rng.random() < .92:
        high = rng.random() < .85
        text = name if rng.random() < .5 else name.upper()
        shade = sheet.ink if rng.random() < .6 else rng.randint(0, 150)
        if high and rng.random() < .2:
            sheet.draw.rectangle([0, 0, w, h * .22], fill=rng.randint(20, 120))
            shade = 245
        _label(rng, sheet, w / 2, 3 if high else h - 3, text, h * rng.uniform(.13, .22), "mt" if high else "mb", shade)
        top, bottom = (h * rng.uniform(.2, .27), bottom) if high else (top, h * rng.uniform(.2, .27))
    if rng.random() < .6 and bottom < h * .15:
        _label(rng, sheet, w / 2, h - 3, rng.choice(layouts.SLOGANS), h * rng.uniform(.09, .15), "mb", sheet.ink if rng.random() < .6 else rng.randint(0, 150))
        bottom = h * rng.uniform(.15, .22)
    for side in (0, 1):
        for level in (0, 1):
            if rng.random() < .3:
                bw, bh = w * rng.uniform(.08, .16), h * rng.uniform(.13, .2)
                x, y = (2 if side == 0 else w - bw - 2), (2 if level == 0 else h - bh - 2)
                sheet.draw.rectangle([x, y, x + bw, y + bh], fill=rng.randint(0, 255))
                _label(rng, sheet, x + bw / 2, y + bh / 2, rng.choice(layouts.SMALL_WORDS), bh * .7, "mm", rng.choice([0, 255]))
    sheet.box = [int(w * rng.uniform(.02, .08)), int(top), int(w * (1 - rng.uniform(.02, .08))), int(h - bottom)]
    if rng.random() < .06:
        _label(rng, sheet, sheet.box[0] + 10, h / 2, rng.choice(("N", "P", "TR", "CM")), h * .16, "mm")
        sheet.box[0] += 22


def _brazil(rng, sheet, layout, lines):
    w, h = sheet.image.size
    _label(rng, sheet, w / 2, h * .04, rng.choice(("SP - SAO PAULO", "PR-CURITIBA", "RJ-RIO DE JANEIRO", "BA-SALVADOR", "MG-BELO HORIZONTE", "SC-JOINVILLE")), h * (.14 if lines == 1 else .09), "mt")
    sheet.box = [int(w * .04), int(h * rng.uniform(.19, .25)), int(w * .96), int(h * rng.uniform(.9, .96))]


def _mercosul(rng, sheet, layout, lines):
    w, h = sheet.image.size
    band = h * (rng.uniform(.2, .26) if lines == 1 else .16)
    sheet.draw.rectangle([0, 0, w, band], fill=rng.randint(25, 110))
    _label(rng, sheet, w / 2, band / 2, rng.choice(layout.header or ("MERCOSUR",)), band * .7, "mm", 245)
    for x in (w * .05, w * .95):
        _emblem(rng, sheet.draw, x, band / 2, band * .32, 230, 90)
    sheet.box = [int(w * rng.uniform(.03, .09)), int(band + h * .06), int(w * .97), int(h * .95)]
    if layout.region == "br" and rng.random() < .7:
        _label(rng, sheet, 3, h - 4, "BR", h * .13, "lb")


def _line_mask(rng, text, gap, dash, type_face):
    """The characters of one line as a mask [HEIGHT + 2 MARGIN, width], and where ornaments go (x, radius, kind)."""
    parts, ornaments, x = [], [], 0
    for c in text:
        if c.isalnum():
            part = type_face.glyph(c)
        elif c == "*" or (c == "-" and dash == "emblem"):
            radius = rng.uniform(.22, .42) * HEIGHT
            part = np.zeros((HEIGHT + 2 * MARGIN, int(2.2 * radius)), np.uint8)
            ornaments.append((x + 1.1 * radius, radius))
        else:
            part = np.zeros((HEIGHT + 2 * MARGIN, rng.randint(16, 60) if c == " " else 44), np.uint8)
            if c == "|":
                part[:, part.shape[1] // 2 - 2:part.shape[1] // 2 + 2] = 255
            elif c == ".":
                cv2.circle(part, (22, MARGIN + int(HEIGHT * rng.choice([.5, .9]))), 10, 255, -1)
            elif c == "-" and dash == "dash":
                part[MARGIN + int(HEIGHT * .44):MARGIN + int(HEIGHT * .56), 8:-8] = 255
            elif c == "-" and dash == "dot":
                cv2.circle(part, (22, MARGIN + int(HEIGHT * .5)), 9, 255, -1)
        space = np.zeros((HEIGHT + 2 * MARGIN, gap), np.uint8)
        parts += [part, space]
        x += part.shape[1] + gap
    return np.hstack(parts[:-1]), ornaments


def _characters(rng, sheet, lines, layout):
    type_face, gap = face(rng), rng.choice([0, 2, 5, 8, 14, 22])
    dash = rng.choice(["dash", "dot", "emblem", "gap"])
    x0, y0, x1, y1 = sheet.box
    rows = np.linspace(y0, y1, len(lines) + 1)
    spacing = rng.randint(2, 8) if len(lines) > 1 else 0
    mask = np.zeros((sheet.image.size[1], sheet.image.size[0]), np.uint8)
    emboss = rng.random() < .35
    for index, line in enumerate(lines):
        strip, ornaments = _line_mask(rng, line, gap, dash, type_face)
        top, bottom = rows[index] + (spacing if index else 0), rows[index + 1]
        kept = strip[MARGIN // 2:-MARGIN // 2]
        high, wide = bottom - top, x1 - x0
        ratio = (wide / kept.shape[1]) / (high / kept.shape[0])
        if ratio > 1.25:
            wide *= 1.25 / ratio * rng.uniform(.85, 1.05)
        elif ratio < .55:
            high *= max(ratio / .55, .55)
        wide, high = int(min(wide, x1 - x0)), int(high)
        if wide < 12 or high < 10:
            continue
        left = int(x0 + (0 if rng.random() < .15 else rng.random() if rng.random() < .2 else .5) * (x1 - x0 - wide))
        up = int(top + (bottom - top - high) / 2)
        small = cv2.resize(kept, (wide, high), interpolation=cv2.INTER_AREA)
        region = mask[up:up + high, left:left + wide]
        region[:] = np.maximum(region, small[:region.shape[0], :region.shape[1]])
        scale = wide / kept.shape[1]
        for x, radius in ornaments:
            cx, cy, r = left + x * scale, up + high * rng.uniform(.4, .6), min(radius * scale, high * .42)
            if layout.region in _SCRIPTS:
                _script(rng, sheet.draw, cx, cy, r * 1.1, sheet.ink)
            else:
                _ornament(rng, sheet, cx, cy, r)
    pixels = np.asarray(sheet.image).astype(np.float32)
    if emboss:
        light = cv2.GaussianBlur(np.roll(mask, (rng.choice([-2, -1, 1, 2]), rng.choice([-2, -1, 1, 2])), (0, 1)), (0, 0), 1).astype(np.float32) / 255
        pixels += light * rng.choice([-70, -40, 30, 50])
    alpha = mask.astype(np.float32) / 255 * (rng.uniform(.75, 1) if rng.random() < .3 else 1)
    pixels = pixels * (1 - alpha) + sheet.ink * alpha
    sheet.image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    sheet.draw = ImageDraw.Draw(sheet.image)


def _ornament(rng, sheet, x, y, r):
    if rng.random() < .4:
        half = r * .6
        _emblem(rng, sheet.draw, x, y - half, half, sheet.ink, sheet.ground)
        _emblem(rng, sheet.draw, x, y + half, half, sheet.ink, sheet.ground)
    else:
        _emblem(rng, sheet.draw, x, y, r, sheet.ink, sheet.ground)


def _clutter(rng, sheet):
    """Bolts, dirt, scratches, a holder that covers an edge."""
    w, h = sheet.image.size
    if rng.random() < .4:
        for x in (w * rng.uniform(.12, .3), w * rng.uniform(.7, .88)):
            y, r = (h * .08 if rng.random() < .7 else h * .9), h * rng.uniform(.02, .05)
            sheet.draw.ellipse([x - r, y - r, x + r, y + r], fill=rng.randint(20, 220))
    if rng.random() < .2:
        for _ in range(rng.randint(1, 12)):
            x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(.5, h * .05)
            sheet.draw.ellipse([x - r, y - r, x + r, y + r], fill=rng.randint(40, 200))
    if rng.random() < .25:
        shade, edge = rng.randint(0, 130), h * rng.uniform(.03, .12)
        sheet.draw.rectangle([0, h - edge, w, h], fill=shade)
        if rng.random() < .6:
            sheet.draw.rectangle([0, 0, w, edge * rng.uniform(.4, 1)], fill=shade)
            sheet.draw.rectangle([0, 0, edge * .4, h], fill=shade)
            sheet.draw.rectangle([w - edge * .4, 0, w, h], fill=shade)
        if rng.random() < .6:
            _label(rng, sheet, w / 2, h - edge / 2, rng.choice(layouts.STATE_NAMES + ("AUTOHAUS", "MOTORS", "Garage Meyer", "TOYOTA")), edge * .8, "mm", 255 - shade)
