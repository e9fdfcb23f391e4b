"""Renders plates once, in parallel, into one file, because drawing costs ten times what warping does.

python3 -m reader.cache --pool POOL --out FILE.npz --count 48000
"""
import argparse
import multiprocessing
import random
from pathlib import Path

import numpy as np

from .data import Example, backgrounds, synthetic


def _draw(job):
    seed, count, pool = job
    rng, patches = random.Random(seed), backgrounds(Path(pool)) if pool else []
    return [synthetic(rng, patches) for _ in range(count)]


def save(examples: list[Example], path: Path) -> None:
    offsets = np.cumsum([0] + [e.pixels.size for e in examples])
    np.savez(path, pixels=np.concatenate([e.pixels.ravel() for e in examples]), offsets=offsets,
             shapes=np.int32([e.pixels.shape for e in examples]), corners=np.float32([e.corners for e in examples]),
             texts=np.array([e.text for e in examples]), regions=np.array([e.region or "" for e in examples]))


def load(path: Path) -> list[Example]:
    file = np.load(path)
    pixels, offsets, shapes, corners = (file[name] for name in ("pixels", "offsets", "shapes", "corners"))
    texts, regions = file["texts"].tolist(), file["regions"].tolist()
    return [Example(pixels[offsets[i]:offsets[i + 1]].reshape(shapes[i]), corners[i], texts[i], regions[i] or None, "synthetic") for i in range(len(texts))]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", default="")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--count", type=int, default=48000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--processes", type=int, default=2)
    a = arguments.parse_args()
    jobs = [(a.seed * 1000 + i, a.count // 48, a.pool) for i in range(48)]
    with multiprocessing.Pool(a.processes) as workers:
        examples = [e for part in workers.imap(_draw, jobs) for e in part]
    save(examples, a.out)
    print(len(examples), "plates", sum(e.pixels.size for e in examples) >> 20, "MiB")


if __name__ == "__main__":
    main()
