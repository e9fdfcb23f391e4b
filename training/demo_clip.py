#!/usr/bin/python3
"""Renders the demo clip: a street by day and by night, with cars that carry invented plates.

    apt-get install python3-opencv python3-pil python3-numpy fonts-dejavu-core ffmpeg
    /usr/bin/python3 training/demo_clip.py            # writes Dashboard/Demo/street.mp4 and street.txt
    /usr/bin/python3 training/demo_clip.py --still 8.6 shot.png

Everything is drawn here: no picture of the world is used. The same program gives the same frames every time.
Lengths are metres; x goes right, y up, z away from the camera, which stands over the road at x = 0, z = 0.
"""
import argparse
import pathlib
import subprocess

import cv2
import numpy as np

from demo_street.background import street
from demo_street.cars import Car
from demo_street.drawing import HEIGHT, RATE, WIDTH, smooth

LENGTH = 46.0
DUSK = 25.0  # the picture fades from day to night around this second
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Dashboard" / "Demo"

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
