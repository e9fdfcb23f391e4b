"""How well a reader reads plates cut out by their labelled boxes, without detector, formats and voting.

python3 -m reader.measure --checkpoint FILE.pt [--validation FILE.npz] [FOLDER...] [--sheet FILE.png]

With ``--validation`` it prints what the validation set gives by country, lines, tilt and source. A folder holds pictures and
beside each a .txt (file, x, y, width, height, text; tab-separated). For measuring only.
"""
import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from plates.layouts import REGIONS

from . import validation
from .data import _shrink, normalise
from .degrade import crop
from .network import COLUMNS, ROWS, decode, load
from .validation import FOLD


def labelled(folder: Path):
    """(crop, text, name) of each labelled picture."""
    found = []
    lines = [line for label in sorted(folder.glob("*.txt")) for line in label.read_text().splitlines() if line.strip()]
    for name, x, y, w, h, text in (line.split("\t")[:6] for line in lines):
        x, y, w, h = float(x), float(y), float(w), float(h)
        pixels = cv2.imread(str(folder / name), cv2.IMREAD_GRAYSCALE)
        corners = np.float32([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])
        pixels, corners = _shrink(pixels, corners, 60)
        found.append((crop(pixels, corners), normalise(text), name))
    return found


@torch.no_grad()
def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--checkpoint", type=Path, required=True)
    arguments.add_argument("--sheet", type=Path)
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("--validation", type=Path)
    arguments.add_argument("folders", type=Path, nargs="*")
    a = arguments.parse_args()
    model = load(a.checkpoint, REGIONS)
    if a.validation:
        print(*reversed(validation.table(validation.load(a.validation), model)), sep="\n")
    model.eval()
    tiles = []
    for folder in a.folders:
        plates = labelled(folder)
        texts = decode(model(torch.from_numpy(np.stack([p for p, _, _ in plates]))[:, None])[0])
        right = [t == truth for t, (_, truth, _) in zip(texts, plates)]
        folded = [t.translate(FOLD) == truth.translate(FOLD) for t, (_, truth, _) in zip(texts, plates)]
        print(f"{folder.name}: exact {np.mean(right):.3f} folded {np.mean(folded):.3f} of {len(plates)}")
        for text, ok, (pixels, truth, name) in zip(texts, right, plates):
            if not ok:
                if a.list:
                    print(f"  {truth:10} {text:10} {name}")
                tile = np.zeros((ROWS * 2 + 20, COLUMNS * 2 + 4), np.uint8)
                tile[:ROWS * 2, :COLUMNS * 2] = cv2.resize(pixels, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
                cv2.putText(tile, f"{truth} {text}", (2, ROWS * 2 + 15), 0, .5, 255)
                tiles.append(tile)
    if a.sheet and tiles:
        tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 5)
        cv2.imwrite(str(a.sheet), np.vstack([np.hstack(tiles[i:i + 5]) for i in range(0, len(tiles), 5)]))


if __name__ == "__main__":
    main()
