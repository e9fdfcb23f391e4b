"""Trains the reader.

python3 -m reader.train --pool POOL --cache FILE.npz --readings FILE.json... --own FILE.json... --minutes 60 --out FOLDER [--resume FILE.pt]

The schedule goes by time, so that a run ends when it should on any machine. Checkpoints (weights, their running mean,
optimiser) are written every few minutes and at the end. Readings are what ``Dashboard recognize --json`` printed for
the pool's pictures: with another engine (its texts), and once there is one, with our own (texts and corners).
"""
import argparse
import json
import math
import multiprocessing
import random
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional

from plates.layouts import REGIONS

from . import cache, data
from .degrade import crop, degrade
from .network import BLANK, CHARACTERS, COLUMNS, ROWS, STEPS, Reader, decode

SOURCES = "openalpr-us-crops,openalpr-train-detector,argentina-ocr,lprnet-cn,openlpr,robertlucian,kaggle433,poland-put"
MIXTURE = {"synthetic": .50, "us": .15, "br": .12, "ar": .02, "eu": .05, "cn": .02, "read-crop": .08, "read-frame": .06}
# Real pictures are as spoilt as pictures are; rendered ones are cleaner than life.
_SPOILT = {"synthetic": 1, "br": .3, "cn": .3, "ar": .4, "read-frame": .5}
BATCH, LONGEST = 128, 10
_CODES = {c: i for i, c in enumerate(CHARACTERS)}
_REGIONS = {r: i for i, r in enumerate(REGIONS)}


def readings(files):
    """Another engine's readings by file name within the pool."""
    found = {}
    for path in files:
        for line in open(path):
            picture = json.loads(line)
            found[picture["file"].split("/pool/")[-1]] = picture["results"]
    return found


def examples(pool: Path, sources: set[str], known: dict, own: dict) -> tuple[list, list]:
    """Real examples for training and for validation."""
    real = data.labelled_crops(pool, sources, known, own) + data.read_crops(pool, sources, known, own)
    return [e for e in real if not data.is_validation(e.text)], [e for e in real if data.is_validation(e.text)]


def _worker(queue, seed, groups, mixture, hard):
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    names = [name for name in mixture if groups.get(name)]
    shares = [mixture[name] for name in names]
    while True:
        crops = np.empty((BATCH, 1, ROWS, COLUMNS), np.uint8)
        texts, regions = np.full((BATCH, LONGEST), BLANK, np.int64), np.full(BATCH, -1, np.int64)
        for i in range(BATCH):
            name = rng.choices(names, shares)[0]
            example = rng.choice(groups[name])
            crops[i, 0] = degrade(rng, noise, example.pixels, example.corners, hard * _SPOILT.get(name, .6))
            codes = [_CODES[c] for c in example.text]
            texts[i, :len(codes)] = codes
            regions[i] = _REGIONS.get(example.region, -1)
        queue.put((crops, texts, regions))


def loss_of(characters, region, texts, regions):
    """CTC over the characters, and a little of the cross-entropy of the region where it is known."""
    lengths = (texts != BLANK).sum(1)
    steps = torch.full((len(texts),), STEPS)
    ctc = functional.ctc_loss(characters.log_softmax(-1).transpose(0, 1), texts, steps, lengths, BLANK, "sum", True) / lengths.sum()
    known = regions >= 0
    return ctc + .05 * functional.cross_entropy(region[known], regions[known]) if known.any() else ctc


def _clean(real):
    return torch.from_numpy(np.stack([crop(e.pixels, e.corners) for e in real]))[:, None]


@torch.no_grad()
def accuracy(model, validation):
    """Share of texts read right, by group."""
    model.eval()
    line = []
    for group in sorted({e.group for e in validation}):
        part = [e for e in validation if e.group == group]
        texts = decode(model(_clean(part))[0])
        line.append(f"{group} {np.mean([t == e.text for t, e in zip(texts, part)]):.3f}/{len(part)}")
    model.train()
    return " ".join(line)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--cache", type=Path, nargs="+", required=True)
    arguments.add_argument("--readings", nargs="*", default=[])
    arguments.add_argument("--own", nargs="*", default=[])
    arguments.add_argument("--sources", default=SOURCES)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--hard", type=float, default=1.)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--resume", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    a = arguments.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    train, validation = examples(a.pool, set(a.sources.split(",")), readings(a.readings), readings(a.own))
    groups = {"synthetic": [e for path in a.cache for e in cache.load(path)]}
    for example in train:
        groups.setdefault(example.group, []).append(example)
    print({name: len(group) for name, group in groups.items()}, "validation", len(validation), flush=True)
    queue = multiprocessing.Queue(16)
    for i in range(a.workers):
        multiprocessing.Process(target=_worker, args=(queue, a.seed * 100 + i, groups, MIXTURE, a.hard), daemon=True).start()
    model = Reader(len(REGIONS)).to(memory_format=torch.channels_last)
    mean = Reader(len(REGIONS))
    optimiser = torch.optim.AdamW(model.parameters(), a.rate, weight_decay=.02)
    if a.resume:
        state = torch.load(a.resume)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
    mean.load_state_dict(model.state_dict())
    _run(a, model, mean, optimiser, queue, validation)


def _run(a, model, mean, optimiser, queue, validation):
    start, step, losses, said = time.time(), 0, [], 0.
    a.out.mkdir(parents=True, exist_ok=True)
    while (done := (time.time() - start) / 60 / a.minutes) < 1:
        rate = a.rate * min(1, step / 300) * (.5 * (1 + math.cos(math.pi * done)) + .004)
        for group in optimiser.param_groups:
            group["lr"] = rate
        crops, texts, regions = (torch.from_numpy(x) for x in queue.get())
        with torch.autocast("cpu", dtype=torch.bfloat16):
            characters, region = model(crops.contiguous(memory_format=torch.channels_last))
        loss = loss_of(characters.float(), region.float(), texts, regions)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.)
        optimiser.step()
        step += 1
        _average(mean, model, min(.998, step / (step + 20)))
        losses.append(loss.item())
        if time.time() - start - said > 120:
            said = time.time() - start
            print(f"{said:5.0f} s {step * BATCH:8d} loss {np.mean(losses[-150:]):.4f} waiting {queue.qsize()} | {accuracy(mean, validation)}", flush=True)
            _save(a.out, model, mean, optimiser)
    print(f"end {step * BATCH} loss {np.mean(losses[-300:]):.4f} | {accuracy(mean, validation)}", flush=True)
    _save(a.out, model, mean, optimiser)


@torch.no_grad()
def _average(mean, model, keep):
    for target, source in zip(mean.state_dict().values(), model.state_dict().values()):
        if target.dtype.is_floating_point:
            target.mul_(keep).add_(source, alpha=1 - keep)


def _save(folder, model, mean, optimiser):
    torch.save({"model": model.state_dict(), "mean": mean.state_dict(), "optimiser": optimiser.state_dict()}, folder / "new.pt")
    (folder / "new.pt").rename(folder / "checkpoint.pt")


if __name__ == "__main__":
    cv2.setNumThreads(0)
    main()
