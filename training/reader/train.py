"""Trains the reader.

python3 -m reader.train --pool POOL --out FOLDER --validation FILE.npz [--from reader.onnx] [--own FILE.json...] [--readings FILE.json...]

The schedule goes by pictures, so that a run may be slowed down, stopped and started again: the same line goes on from the
checkpoint in FOLDER (weights, their running mean, optimiser, pictures), which is written every few minutes. ``--from``
begins with the weights of an exported model. Readings are what ``Dashboard recognize --json`` printed for the pool's
pictures: with another engine (its texts), and with our own (texts and corners).
"""
import argparse
import math
import multiprocessing
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional

from plates.layouts import REGIONS

from . import start, validation
from .network import BLANK, STEPS, Reader, check
from .stream import BATCH, Sources, nothing, work
from .train_data import SOURCES, examples, readings

_REGION_WEIGHT = .08


def loss_of(characters, region, texts, regions):
    """CTC over the characters, and a little of the cross-entropy of the region where it is known."""
    lengths = (texts != BLANK).sum(1)
    steps = torch.full((len(texts),), STEPS, device=texts.device)
    ctc = functional.ctc_loss(characters.log_softmax(-1).transpose(0, 1), texts, steps, lengths, BLANK, "sum", True) / lengths.sum()
    known = regions >= 0
    return ctc + _REGION_WEIGHT * functional.cross_entropy(region[known], regions[known]) if known.any() else ctc


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--readings", nargs="*", default=[])
    arguments.add_argument("--own", nargs="*", default=[])
    arguments.add_argument("--sources", default=SOURCES)
    arguments.add_argument("--validation", type=Path, required=True)
    arguments.add_argument("--pictures", type=float, default=3e6)
    arguments.add_argument("--rate", type=float, default=1e-3)
    arguments.add_argument("--hard", type=float, default=1.)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--device", default="cpu", help="cuda: a graphics card, for which --workers should be the number of cores")
    arguments.add_argument("--together", type=int, default=1, help="batches of 128 that make a step; 4 on a graphics card")
    arguments.add_argument("--bfloat16", action="store_true", help="for processors that compute in it; on others it takes 2.5 times as long")
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--save", type=float, default=3, help="minutes between checkpoints")
    arguments.add_argument("--measure", type=float, default=40_000, help="pictures between measurements")
    arguments.add_argument("--from", dest="begin", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    a = arguments.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    train, _ = examples(a.pool, set(a.sources.split(",")), readings(a.readings), readings(a.own))
    groups = {}
    for example in train:
        groups.setdefault(example.group, []).append(example)
    print({name: len(group) for name, group in groups.items()}, flush=True)
    sources = Sources(groups, nothing(a.pool))
    checkpoint = a.out / "checkpoint.pt"
    state = torch.load(checkpoint, map_location=a.device) if checkpoint.exists() else None
    queue = multiprocessing.Queue(12 * a.together)
    for i in range(a.workers):
        # Another seed after each start, so that what was learned is not drawn again.
        seed = a.seed * 1000 + i + (state["step"] * 7919 if state else 0)
        multiprocessing.Process(target=work, args=(queue, seed, sources, a.hard), daemon=True).start()
    _run(a, state, queue, validation.load(a.validation))


def _models(a, state, queue):
    """The network, its running mean and the optimiser: from the checkpoint, the exported model or nothing."""
    model, mean = Reader(len(REGIONS)).to(a.device, memory_format=torch.channels_last), Reader(len(REGIONS)).to(a.device)
    optimiser = torch.optim.AdamW(model.parameters(), a.rate, weight_decay=.02)
    if state:
        check(state, REGIONS)
        model.load_state_dict(state["model"])
        mean.load_state_dict(state["mean"])
        optimiser.load_state_dict(state["optimiser"])
        return model, mean, optimiser
    if a.begin:
        start.load(model.cpu(), a.begin, torch.from_numpy(np.concatenate([queue.get()[0] for _ in range(4)])))
        model.to(a.device)
    mean.load_state_dict(model.state_dict())
    return model, mean, optimiser


def _run(a, state, queue, known):
    a.out.mkdir(parents=True, exist_ok=True)
    model, mean, optimiser = _models(a, state, queue)
    step, losses, saved, begun, batch = state["step"] if state else 0, [], time.time(), time.time(), BATCH * a.together
    if not state:
        _measure(a.out, mean, known, 0)
    while step * batch < a.pictures:
        rate = a.rate * min(1, (step + 1) / 300) * (.5 * (1 + math.cos(math.pi * step * batch / a.pictures)) + .004)
        for group in optimiser.param_groups:
            group["lr"] = rate
        crops, texts, regions = (torch.from_numpy(np.concatenate(x)).to(a.device) for x in zip(*(queue.get() for _ in range(a.together))))
        with torch.autocast(a.device, dtype=torch.bfloat16, enabled=a.bfloat16):
            characters, region = model(crops.contiguous(memory_format=torch.channels_last))
        loss = loss_of(characters.float(), region.float(), texts, regions)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.)
        optimiser.step()
        step += 1
        _average(mean, model, min(.998, step / (step + 20)))
        losses.append(loss.item())
        if time.time() - saved > a.save * 60:
            saved = time.time()
            print(f"{saved - begun:6.0f} s {step * batch:8d} loss {np.mean(losses[-150:]):.4f} rate {rate:.5f} waiting {queue.qsize()}", flush=True)
            _save(a.out, model, mean, optimiser, step)
        if step * batch // int(a.measure) != (step - 1) * batch // int(a.measure):
            _measure(a.out, mean, known, step * batch)
    _save(a.out, model, mean, optimiser, step)
    _measure(a.out, mean, known, step * batch)


def _measure(folder, mean, known, pictures):
    head, rows = validation.table(known, mean)
    print(f"{pictures:8d} {head}", flush=True)
    (folder / "validation.txt").write_text(f"{pictures} pictures: {head}\n{rows}\n")


@torch.no_grad()
def _average(mean, model, keep):
    for target, source in zip(mean.state_dict().values(), model.state_dict().values()):
        if target.dtype.is_floating_point:
            target.mul_(keep).add_(source, alpha=1 - keep)


def _save(folder, model, mean, optimiser, step):
    state = {"model": model.state_dict(), "mean": mean.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "regions": list(REGIONS)}
    torch.save(state, folder / "new.pt")
    (folder / "new.pt").rename(folder / "checkpoint.pt")


if __name__ == "__main__":
    cv2.setNumThreads(0)
    main()
