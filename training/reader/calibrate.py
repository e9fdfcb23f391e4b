"""The temperatures at which a reader's probabilities are honest: of reads at .9, nine in ten are right.

python3 -m reader.calibrate --checkpoint FILE.pt --validation FILE.npz

Prints the loss of texts and of regions by temperature, over plates that were never trained on (``reader.validation``): the
lowest is the most honest.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from plates.layouts import REGIONS

from . import validation
from .network import BLANK, STEPS, load
from .stream import CODES

TEMPERATURES = (.8, .9, 1., 1.1, 1.2, 1.35, 1.5, 1.75, 2., 2.5, 3.)


@torch.no_grad()
def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--checkpoint", type=Path, required=True)
    arguments.add_argument("--validation", type=Path, required=True)
    a = arguments.parse_args()
    model, known = load(a.checkpoint, REGIONS), validation.load(a.validation)
    outputs = [model(torch.from_numpy(known.crops[i:i + 128])) for i in range(0, len(known.crops), 128)]
    characters, regions = torch.cat([c for c, _ in outputs]), torch.cat([r for _, r in outputs])
    codes = torch.full((len(known.texts), max(map(len, known.texts))), BLANK)
    for i, text in enumerate(known.texts):
        codes[i, :len(text)] = torch.tensor([CODES[c] for c in text])
    lengths, steps = torch.tensor([len(t) for t in known.texts]), torch.full((len(known.texts),), STEPS)
    places = {region: i for i, region in enumerate(REGIONS)}
    told = [i for i, country in enumerate(known.countries) if country in places]
    truth = torch.tensor([places[known.countries[i]] for i in told])
    real = np.array([s != "rendered" for s in known.sources])
    for temperature in TEMPERATURES:
        losses = functional.ctc_loss((characters / temperature).log_softmax(-1).transpose(0, 1), codes, steps, lengths, BLANK, "none", True).clamp(max=12).numpy()
        region = functional.cross_entropy(regions[told] / temperature, truth)
        print(f"temperature {temperature:4} texts {losses.mean():.4f} (real {losses[real].mean():.4f}, rendered {losses[~real].mean():.4f}) regions {region:.4f}")


if __name__ == "__main__":
    main()
