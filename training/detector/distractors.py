"""Drawn things that are not plates though they look alike: signs, shop fronts, grilles, badges, lines of text."""
import glob
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = ('stop parking hotel bakery market open sale exit pharmacy taxi police ambulance garage school bank coffee pizza '
         'express transport logistics service rent airport center street avenue north south welcome danger caution '
         'reserved private entrance closed delivery fresh motors city travel cargo rapid green union royal').split()
LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'


def font_files():
    """Scalable Latin fonts of the system."""
    names = ('dejavu', 'liberation', 'roboto', 'freefont', 'roadgeek')
    return sorted(f for f in glob.glob('/usr/share/fonts/truetype/**/*.ttf', recursive=True)
                  if any(n in f for n in names) and 'Math' not in f)


class Distractors:
    """Draws one distractor at a time; `rng` is a random.Random."""

    def __init__(self):
        self.fonts = font_files()

    def draw(self, rng):
        """Luma [h,w] uint8."""
        kinds = (self.shop_front, self.lines, self.road_sign, self.grille, self.badge, self.lamp, self.blank, self.tiles)
        return rng.choice(kinds)(rng)

    def font(self, rng, size):
        return ImageFont.truetype(rng.choice(self.fonts), size)

    def phrase(self, rng):
        words = ' '.join(rng.choice(WORDS) for _ in range(rng.randint(1, 3)))
        style = rng.random()
        if style < .3:
            return words.upper()
        if style < .45:
            return ''.join(str(rng.randint(0, 9)) for _ in range(3)) + '-' + ''.join(str(rng.randint(0, 9)) for _ in range(7))
        return words.title() if style < .75 else words

    def stamp(self, rng):
        """A line as cameras write it into a corner of the frame."""
        date = '%04d-%02d-%02d' % (rng.randint(2008, 2026), rng.randint(1, 12), rng.randint(1, 28))
        clock = '%02d:%02d:%02d' % (rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59))
        return rng.choice((date + ' ' + clock, clock, date.replace('-', '/') + '  ' + clock, 'CAM %02d' % rng.randint(1, 32),
                           'Channel %d' % rng.randint(1, 16), '%d km/h' % rng.randint(3, 140), self.phrase(rng)))

    def shades(self, rng):
        low, high = rng.randint(0, 110), rng.randint(150, 255)
        return (high, low) if rng.random() < .6 else (low, high)

    def shop_front(self, rng):
        """One long word line on a board much longer than it is high, or with generous margins."""
        ground, ink = self.shades(rng)
        text = self.phrase(rng)
        font = self.font(rng, 36)
        width = int(font.getlength(text))
        margin = rng.randint(4, 60)
        picture = Image.new('L', (width + 2 * margin, rng.randint(44, 110)), ground)
        ImageDraw.Draw(picture).text((picture.width // 2, picture.height // 2), text, ink, font=font, anchor='mm')
        return np.array(picture)

    def lines(self, rng):
        """Several small lines: a poster, a phone number under a name, a sticker."""
        ground, ink = self.shades(rng)
        size = rng.randint(12, 26)
        count = rng.randint(2, 6)
        picture = Image.new('L', (rng.randint(120, 260), count * (size + 6) + 10), ground)
        draw = ImageDraw.Draw(picture)
        for i in range(count):
            draw.text((rng.randint(2, 20), 5 + i * (size + 6)), self.phrase(rng), ink, font=self.font(rng, size))
        return np.array(picture)

    def road_sign(self, rng):
        """A disc or a square with one to three signs, or an arrow."""
        ground, ink = self.shades(rng)
        picture = Image.new('L', (128, 128), rng.randint(0, 255))
        draw = ImageDraw.Draw(picture)
        shape = draw.ellipse if rng.random() < .6 else draw.rectangle
        shape([2, 2, 125, 125], fill=rng.randint(30, 160))
        edge = rng.randint(6, 20)
        shape([edge, edge, 127 - edge, 127 - edge], fill=ground)
        text = str(rng.choice((30, 40, 50, 60, 70, 80, 100, 120))) if rng.random() < .5 else rng.choice(('P', 'STOP', 'H', 'BUS', '!'))
        draw.text((64, 64), text, ink, font=self.font(rng, 58 if len(text) < 3 else 36), anchor='mm')
        return np.array(picture)

    def grille(self, rng):
        """Parallel bars, slats or a mesh."""
        width, height = rng.randint(120, 260), rng.randint(40, 110)
        y, x = np.mgrid[0:height, 0:width]
        period = rng.uniform(5, 24)
        angle = rng.choice((0, math.pi / 2, rng.uniform(0, math.pi)))
        wave = np.sin((x * math.cos(angle) + y * math.sin(angle)) * 2 * math.pi / period)
        if rng.random() < .35:
            wave = np.maximum(wave, np.sin((x * math.sin(angle) - y * math.cos(angle)) * 2 * math.pi / period))
        ground, ink = self.shades(rng)
        return np.where(wave > rng.uniform(-.6, .6), ground, ink).astype(np.uint8)

    def badge(self, rng):
        """A maker's mark: an oval, or a few wide letters on the body's colour."""
        ground, ink = self.shades(rng)
        picture = Image.new('L', (rng.randint(90, 220), 64), ground)
        draw = ImageDraw.Draw(picture)
        if rng.random() < .5:
            draw.ellipse([2, 2, picture.width - 3, 61], fill=ink, outline=ground, width=4)
            ground, ink = ink, ground
        text = ''.join(rng.choice(LETTERS) for _ in range(rng.randint(1, 4)))
        if rng.random() < .4:
            text = rng.choice(WORDS).title()
        draw.text((picture.width // 2, 32), text, ink, font=self.font(rng, 34), anchor='mm')
        return np.array(picture)

    def lamp(self, rng):
        """A bright blob with ribs: head lamp, reflector, window."""
        width, height = rng.randint(60, 200), rng.randint(40, 90)
        y, x = np.mgrid[0:height, 0:width]
        blob = np.exp(-((x / width - .5) ** 2 + (y / height - .5) ** 2) * rng.uniform(2, 12))
        ribs = 1 + rng.uniform(0, .5) * np.sign(np.sin(x * rng.uniform(.2, 1.2)))
        return np.clip(blob * ribs * rng.randint(120, 255), 0, 255).astype(np.uint8)

    def blank(self, rng):
        """A plain panel with an edge: a blank holder, a window, a lid."""
        picture = Image.new('L', (rng.randint(100, 260), rng.randint(50, 120)), rng.randint(0, 255))
        draw = ImageDraw.Draw(picture)
        for k in range(rng.randint(0, 6)):
            draw.rectangle([k, k, picture.width - 1 - k, picture.height - 1 - k], outline=rng.randint(0, 255))
        return np.array(picture)

    def tiles(self, rng):
        """Bricks, windows of a facade, a fence."""
        across, down = rng.randint(3, 12), rng.randint(1, 5)
        cell = (rng.randint(10, 26), rng.randint(10, 26))
        gap = rng.randint(1, 5)
        picture = Image.new('L', (across * cell[0], down * cell[1]), rng.randint(0, 255))
        draw = ImageDraw.Draw(picture)
        shade = rng.randint(0, 255)
        for j in range(down):
            for i in range(across):
                draw.rectangle([i * cell[0] + gap, j * cell[1] + gap, (i + 1) * cell[0] - 1, (j + 1) * cell[1] - 1],
                               fill=int(np.clip(shade + rng.randint(-30, 30), 0, 255)))
        return np.array(picture)
