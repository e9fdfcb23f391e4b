"""Measures a detector on labelled frames: python3 -m detector.measure WEIGHTS FOLDER... [--pool POOL] [--sheet errors.png].

A folder holds pictures with a `.txt` beside each: file, x, y, width, height, text; tab-separated.
"""
import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

from .export import load_weights
from .network import Detector
from .pool import Frame, box_corners, load_frames, load_negatives

SIDE = 640
THRESHOLD = .5


def fit(pixels, side=SIDE):
    """The frame as the runtime shows it to the detector: longer side `side`, padded with 114 to multiples of 32; and the scale."""
    h, w = pixels.shape
    scale = side / max(h, w)
    dw, dh = max(1, round(w * scale)), max(1, round(h * scale))
    small = cv2.resize(pixels, (dw, dh), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    padded = np.full(((dh + 31) // 32 * 32, (dw + 31) // 32 * 32), 114, np.uint8)
    padded[:dh, :dw] = small
    return padded, dw / w


def boxes_of(corners):
    """[n,8] to x0, y0, x1, y1 [n,4]."""
    return np.concatenate([corners[:, 0::2].min(1, keepdims=True), corners[:, 1::2].min(1, keepdims=True),
                           corners[:, 0::2].max(1, keepdims=True), corners[:, 1::2].max(1, keepdims=True)], 1)


def overlap(box, boxes):
    """Intersection over union of one box with many."""
    size = np.clip(np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2]), 0, None)
    common = size[:, 0] * size[:, 1]
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return common / (area + (box[2] - box[0]) * (box[3] - box[1]) - common + 1e-9)


def detect(net, pixels, threshold=.1, side=SIDE):
    """Scores [n] and corners [n,8] in the picture's pixels, best first, overlapping ones removed."""
    luma, scale = fit(pixels, side)
    with torch.no_grad():
        scores, corners = net(torch.from_numpy(luma)[None, None])
    scores, corners = scores[0].numpy(), corners[0].numpy() / scale
    order = [i for i in np.argsort(-scores) if scores[i] >= threshold]
    scores, corners = scores[order], corners[order]
    boxes = boxes_of(corners) if len(order) else np.zeros((0, 4))
    kept = []
    for i in range(len(order)):
        if not kept or overlap(boxes[i], boxes[kept]).max() < .3:
            kept.append(i)
    return scores[kept], corners[kept]


def measure_frames(net, frames, threshold=THRESHOLD, side=SIDE, keep=None):
    """Shares of the labelled plates found, mean overlap of those found, false detections a picture. `keep` receives
    (frame, scores, corners, missed plates, false detections) of every frame."""
    plates = found = found_low = false = 0
    overlaps = []
    for frame in frames:
        scores, corners = detect(net, frame.pixels, side=side)
        boxes = boxes_of(corners)
        matched = np.zeros(len(scores), bool)
        missed = []
        for truth in boxes_of(frame.plates[:, :8]):
            shares = overlap(truth, boxes) if len(boxes) else np.zeros(0)
            hits = shares >= .5
            matched |= shares >= .3
            plates += 1
            found_low += bool((hits & (scores >= .3)).any())
            if (hits & (scores >= threshold)).any():
                found += 1
                overlaps.append(shares[np.argmax(np.where(hits, scores, 0))])
            else:
                missed.append(truth)
        wrong = [i for i in range(len(scores)) if scores[i] >= threshold and not matched[i]]
        false += len(wrong)
        if keep is not None:
            keep.append((frame, scores, corners, missed, wrong))
    return {'pictures': len(frames), 'plates': plates, 'found': found / max(1, plates), 'found_low': found_low / max(1, plates),
            'iou': float(np.mean(overlaps)) if overlaps else 0.0, 'false': false / max(1, len(frames))}


def summary(result):
    return (f"{result['pictures']} pictures  found {result['found']:.3f}  at .3 {result['found_low']:.3f}  "
            f"IoU {result['iou']:.3f}  false a picture {result['false']:.3f}")


def labelled_folder(folder):
    """Frames of a folder of pictures with labels beside them, several lines for several plates."""
    frames = []
    for label in sorted(Path(folder).glob('*.txt')):
        rows = [line.split('\t') for line in label.read_text().splitlines() if line.strip()]
        pixels = cv2.imread(str(label.parent / rows[0][0]), cv2.IMREAD_GRAYSCALE)
        if pixels is None:
            print(f'{label}: no picture {rows[0][0]}', file=sys.stderr)
            continue
        plates = [box_corners([float(v) for v in row[1:5]]) + [0] for row in rows]
        frames.append(Frame(label.stem, Path(folder).name, pixels, np.array(plates, np.float32), np.zeros((0, 4), np.float32), 1))
    return frames


def sheet(kept, path, threshold=THRESHOLD, columns=5):
    """A picture of every frame with a missed plate or a false detection: labels green, detections red with their score."""
    tiles = []
    for frame, scores, corners, missed, wrong in kept:
        if not missed and not wrong:
            continue
        factor = 320 / max(frame.pixels.shape)
        tile = cv2.cvtColor(cv2.resize(frame.pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2BGR)
        for box in boxes_of(frame.plates[:, :8]) * factor:
            cv2.rectangle(tile, (int(box[0]), int(box[1])), (int(box[2]), int(box[3])), (0, 200, 0), 1)
        for score, quad in zip(scores[scores >= .3], corners * factor):
            colour = (0, 0, 255) if score >= threshold else (0, 160, 255)
            cv2.polylines(tile, [quad.reshape(4, 2).astype(np.int32)], True, colour, 1)
            cv2.putText(tile, f'{score:.2f}', (int(quad[0]), int(quad[1]) - 2), cv2.FONT_HERSHEY_PLAIN, .8, colour, 1)
        cv2.putText(tile, frame.name[-30:], (2, 10), cv2.FONT_HERSHEY_PLAIN, .7, (255, 255, 0), 1)
        canvas = np.zeros((324, 324, 3), np.uint8)
        canvas[:tile.shape[0], :tile.shape[1]] = tile[:324, :324]
        tiles.append(canvas)
    if tiles:
        tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
        cv2.imwrite(str(path), np.vstack([np.hstack(tiles[i:i + columns]) for i in range(0, len(tiles), columns)]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('weights')
    parser.add_argument('folders', nargs='*')
    parser.add_argument('--pool', help='the training pool: measures its validation frames, by source, and its negatives')
    parser.add_argument('--threshold', type=float, default=THRESHOLD)
    parser.add_argument('--side', type=int, default=SIDE)
    parser.add_argument('--sheet', help='draw frames with errors into this picture')
    options = parser.parse_args()
    torch.set_num_threads(1)
    net = Detector()
    load_weights(net, options.weights)
    net.eval()
    kept = []
    sets = [labelled_folder(folder) for folder in options.folders]
    if options.pool:
        frames = load_frames(options.pool, validation=True)
        sets += [[f for f in frames if f.source == source] for source in sorted({f.source for f in frames})]
        sets.append(load_negatives(options.pool))
    for frames in sets:
        result = measure_frames(net, frames, options.threshold, options.side, kept)
        print(frames[0].source, summary(result), flush=True)
    if options.sheet:
        sheet(kept, options.sheet, options.threshold)


if __name__ == '__main__':
    main()
