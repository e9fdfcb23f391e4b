"""Weights to begin with, from a model that was exported earlier.

Exported convolutions have their batch normalisation folded in. It is taken apart again with the means and deviations that
the network shows on real batches, so that training goes on where it ended. The head for regions begins anew.
"""
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .network import Reader


def load(model: Reader, path: Path, crops: torch.Tensor) -> None:
    """Takes over all weights but those of the regions' head; ``crops`` are some hundred pictures of the training."""
    weights = {i.name: torch.from_numpy(np.array(numpy_helper.to_array(i))) for i in onnx.load(str(path)).graph.initializer}
    folded = [name for name in weights if name.startswith("onnx::Conv")]
    pairs = iter(zip(folded[::2], folded[1::2]))
    normalisations = []
    with torch.no_grad():
        modules = [m for m in model.body.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d))]
        for convolution, normalisation in zip(modules[::2], modules[1::2]):
            weight, bias = next(pairs)
            convolution.weight.copy_(weights[weight])
            _be_identity(normalisation, weights[bias])
            normalisations.append(normalisation)
        for name, value in model.named_parameters():
            if f"reader.{name}" in weights and value.shape == weights[f"reader.{name}"].shape:
                value.copy_(weights[f"reader.{name}"])
        _normalise(model, normalisations, crops)


def _be_identity(normalisation, bias):
    normalisation.running_mean.zero_()
    normalisation.running_var.fill_(1 - normalisation.eps)
    normalisation.weight.fill_(1)
    normalisation.bias.copy_(bias)


def _normalise(model, normalisations, crops):
    """Gives each normalisation the mean and variance that it sees, and the scale and bias that undo them."""
    seen = {}
    hooks = [n.register_forward_hook(lambda module, inputs, _: seen.update({module: (inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3)))})) for n in normalisations]
    model.eval()
    model(crops)
    model.train()
    for hook in hooks:
        hook.remove()
    for normalisation in normalisations:
        mean, variance = seen[normalisation]
        normalisation.running_mean.copy_(mean)
        normalisation.running_var.copy_(variance)
        normalisation.weight.copy_((variance + normalisation.eps).sqrt())
        normalisation.bias.add_(mean)
