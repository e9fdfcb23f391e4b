"""Trains the head for regions anew, over what the rest of a trained reader makes of plates.

python3 -m reader.region_head --checkpoint FILE.pt --pool POOL [--own FILE.json...] --out NEW.pt [--pictures 32000]

Where the region of a real plate is not known, it is one of those whose patterns its text fits, each as likely as the other. So the
head sees real plates of many countries as plates of countries, not of nowhere, and names none where several could be meant.
Minutes on one core.
"""
import argparse
import functools
import random
import re
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional

from plates.europe import EUROPE
from plates.layouts import REGIONS, SHARES, UNKNOWN

from .degrade import degrade
from .network import load
from .stream import Sources, nothing, spoilt, tilted, trained
from .train_data import SOURCES, examples, readings

# Real plates weigh more here than in the training of characters: they are what is looked at in the end.
_MIXTURE = {"synthetic": .6, "us": .1, "br": .06, "ar": .03, "eu": .08, "cn": .02, "read-crop": .06, "read-frame": .05}
_CLASSES = {"A": "[A-Z]", "9": "[0-9]"}
_CODES = {region: i for i, region in enumerate(REGIONS)}


# What is known of the sources: these have plates of Europe alone.
_EUROPEAN = ("eu", "read-crop")
_EUROPE = {layout.region for layout in EUROPE}


@functools.lru_cache(maxsize=None)
def _patterns() -> list[tuple[str, re.Pattern]]:
    """Of each region what its texts look like; what owners choose themselves fits everything and is left out."""
    found = {}
    for layout in (layout for group, _ in SHARES for layout in group if layout.region != UNKNOWN):
        usual = {_expression(p) for p in layout.patterns if "9" in p and "X" not in p}
        found.setdefault(layout.region, set()).update(usual)
    return [(region, re.compile("|".join(sorted(usual)))) for region, usual in found.items() if usual]


def _expression(pattern: str) -> str:
    """A layout's pattern as a regular expression over the text alone."""
    parts = re.findall(r"<[^>]*>|[A-Z0-9]", pattern)
    return "".join(f"(?:{p[1:-1].replace(',', '|')})" if p[0] == "<" else _CLASSES.get(p, p) for p in parts)


@functools.lru_cache(maxsize=None)
def fitting(text: str, group: str) -> tuple[int, ...]:
    """The regions whose patterns a text fits; a group may rule out some."""
    return tuple(sorted(_CODES[region] for region, pattern in _patterns() if (group not in _EUROPEAN or region in _EUROPE) and pattern.fullmatch(text)))


@torch.no_grad()
def _seen(model, crops: list[np.ndarray]) -> torch.Tensor:
    """What the head looks at."""
    kept = []
    hook = model.region.register_forward_pre_hook(lambda _, inputs: kept.append(inputs[0]))
    model(torch.from_numpy(np.stack(crops)[:, None]))
    hook.remove()
    return kept[0]


def _features(model, sources: Sources, pictures: int, seed: int):
    """(what the head sees, the regions that each may be of)"""
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    names = [name for name in _MIXTURE if name == "synthetic" or sources.groups.get(name)]
    seen, allowed = [], []
    while len(allowed) < pictures:
        crops = []
        for name in rng.choices(names, [_MIXTURE[name] for name in names], k=128):
            example = trained(rng, sources.patches) if name == "synthetic" else rng.choice(sources.groups[name])
            crops.append(degrade(rng, noise, example.pixels, example.corners, spoilt(name), tilted(name)))
            allowed.append((_CODES[example.region],) if example.region in _CODES else fitting(example.text, example.group))
        seen.append(_seen(model, crops))
        print(len(allowed), end="\r", flush=True)
    return torch.cat(seen), allowed


def fit(head, seen: torch.Tensor, allowed: list, rounds: int = 8, rate: float = 1e-3) -> None:
    """Teaches the head; one picture in ten is for looking how well it goes."""
    target = torch.zeros(len(allowed), len(REGIONS))
    for i, regions in enumerate(allowed):
        target[i, list(regions)] = 1 / max(1, len(regions))
    known = target.any(1)
    seen, target = seen[known].float(), target[known]
    held = torch.arange(len(seen)) % 10 == 0
    optimiser = torch.optim.AdamW(head.parameters(), rate, weight_decay=.05)
    steps = rounds * int((~held).sum()) // 256
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    places = torch.nonzero(~held).squeeze(1)
    for step in range(steps):
        part = places[torch.randint(len(places), (256,))]
        head.train()
        loss = functional.cross_entropy(head(seen[part]), target[part])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % (steps // 10) == 0:
            head.eval()
            with torch.no_grad():
                print(f"step {step} loss {loss.item():.3f}, held out {functional.cross_entropy(head(seen[held]), target[held]).item():.3f}")
    head.eval()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--checkpoint", type=Path, required=True)
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--own", nargs="*", default=[])
    arguments.add_argument("--sources", default=SOURCES)
    arguments.add_argument("--pictures", type=int, default=32_000)
    arguments.add_argument("--out", type=Path, required=True)
    a = arguments.parse_args()
    torch.manual_seed(1)
    model = load(a.checkpoint, REGIONS)
    groups = {}
    for example in examples(a.pool, set(a.sources.split(",")), {}, readings(a.own))[0]:
        groups.setdefault(example.group, []).append(example)
    fit(model.region, *_features(model, Sources(groups, nothing(a.pool)), a.pictures, 1))
    torch.save({"mean": model.state_dict(), "regions": list(REGIONS)}, a.out)


if __name__ == "__main__":
    cv2.setNumThreads(0)
    main()
