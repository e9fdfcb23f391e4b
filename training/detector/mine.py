"""Finds what the labels of the pool miss: python3 -m detector.mine WEIGHTS --pool POOL --out found.json [--sheet found.png].

Writes strong finds that no label explains as [file, [x, y, w, h], score] in the picture's own pixels, and draws them
numbered, so that a person sorts them into `plates` (missed labels) and `mistakes` of `reviewed.json`.
"""
import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from .export import load_weights
from .measure import boxes_of, detect, overlap
from .network import Detector
from .pool import FRAME_SOURCES, load_frames, rows_of


def unexplained(net, frame, threshold):
    """Scores and boxes x0, y0, x1, y1 of finds that overlap no label and were not reviewed before."""
    scores, corners = detect(net, frame.pixels, threshold)
    labels = np.concatenate([boxes_of(frame.plates[:, :8]), frame.ignored, frame.mistakes])
    finds = []
    for score, box in zip(scores, boxes_of(corners) if len(corners) else []):
        common = overlap(box, labels).max() if len(labels) else 0
        inside = any(l[0] - 5 < (box[0] + box[2]) / 2 < l[2] + 5 and l[1] - 5 < (box[1] + box[3]) / 2 < l[3] + 5 for l in labels)
        if common < .1 and not inside:
            finds.append((float(score), box))
    return finds


def tile(frame, score, box, number):
    """The find with its surroundings, 160x120."""
    x0, y0, x1, y1 = box
    w = max(x1 - x0, 1.5 * (y1 - y0), 12)
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    factor = 160 / (3 * w)
    matrix = np.float32([[factor, 0, 80 - cx * factor], [0, factor, 60 - cy * factor]])
    picture = cv2.cvtColor(cv2.warpAffine(frame.pixels, matrix, (160, 120)), cv2.COLOR_GRAY2BGR)
    x0, y0, x1, y1 = (int(v * factor + o) for v, o in zip(box, (matrix[0, 2], matrix[1, 2]) * 2))
    cv2.rectangle(picture, (x0, y0), (x1, y1), (0, 0, 255), 1)
    cv2.putText(picture, f'{number} {score:.2f}', (2, 12), cv2.FONT_HERSHEY_PLAIN, .9, (0, 255, 255), 1)
    return picture


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('weights')
    parser.add_argument('--pool', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--reviewed', default=str(Path(__file__).with_name('reviewed.json')))
    parser.add_argument('--sheet')
    parser.add_argument('--threshold', type=float, default=.5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    net = Detector()
    load_weights(net, options.weights)
    net.eval()
    widths = {row['file']: int(row['width']) for row in rows_of(options.pool, FRAME_SOURCES, 'frame')}
    finds, tiles = [], []
    for frame in load_frames(options.pool, reviewed=options.reviewed):
        for score, box in unexplained(net, frame, options.threshold):
            factor = widths[frame.name] / frame.pixels.shape[1]
            x0, y0, x1, y1 = (round(float(v) * factor, 1) for v in box)
            tiles.append(tile(frame, score, box, len(finds)))
            finds.append([frame.name, [x0, y0, round(x1 - x0, 1), round(y1 - y0, 1)], round(score, 2)])
    Path(options.out).write_text(json.dumps(finds, indent=0))
    if options.sheet and tiles:
        tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 10)
        cv2.imwrite(options.sheet, np.vstack([np.hstack(tiles[i:i + 10]) for i in range(0, len(tiles), 10)]))
    print(len(finds), 'finds')


if __name__ == '__main__':
    main()
