"""The temperature at which a reader's probabilities are honest: of reads at .9, nine in ten are right.

python3 -m reader.calibrate --checkpoint FILE.pt --pool POOL --readings FILE.json...

Looks at the pool's validation plates only, spoilt a little as cameras do, and prints the loss by temperature.
"""
import argparse
import random
from pathlib import Path

import numpy as np
import torch

from plates.layouts import REGIONS

from .degrade import degrade
from .network import BLANK, CHARACTERS, Reader, decode
from .train import SOURCES, STEPS, examples, functional, readings

_CODES = {c: i for i, c in enumerate(CHARACTERS)}


@torch.no_grad()
def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--checkpoint", type=Path, required=True)
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--readings", nargs="*", default=[])
    arguments.add_argument("--own", nargs="*", default=[])
    a = arguments.parse_args()
    model = Reader(len(REGIONS))
    model.load_state_dict(torch.load(a.checkpoint)["mean"])
    model.eval()
    _, validation = examples(a.pool, set(SOURCES.split(",")), readings(a.readings), readings(a.own))
    rng, noise = random.Random(3), np.random.default_rng(3)
    crops = np.stack([degrade(rng, noise, e.pixels, e.corners, .5) for e in validation for _ in range(3)])[:, None]
    texts = [e.text for e in validation for _ in range(3)]
    logits = torch.cat([model(torch.from_numpy(crops[i:i + 128]))[0] for i in range(0, len(crops), 128)])
    print(f"{len(texts)} crops, right {np.mean([t == r for t, r in zip(texts, decode(logits))]):.3f}")
    codes = torch.full((len(texts), max(map(len, texts))), BLANK)
    for i, text in enumerate(texts):
        codes[i, :len(text)] = torch.tensor([_CODES[c] for c in text])
    lengths, steps = torch.tensor([len(t) for t in texts]), torch.full((len(texts),), STEPS)
    for temperature in (.8, .9, 1., 1.1, 1.2, 1.35, 1.5, 1.75, 2., 2.5):
        probabilities = (logits / temperature).log_softmax(-1).transpose(0, 1)
        losses = functional.ctc_loss(probabilities, codes, steps, lengths, BLANK, "none", True)
        print(f"temperature {temperature:4} loss {losses.clamp(max=12).mean():.4f} mean probability of the truth {torch.exp(-losses).mean():.3f}")


if __name__ == "__main__":
    main()
