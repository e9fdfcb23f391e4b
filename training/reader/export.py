"""Writes a checkpoint as ONNX: uint8 crops in, log-probabilities out, calibrated by temperatures.

python3 -m reader.export --checkpoint FILE.pt --out reader.onnx [--temperature 1.2] [--region-temperature 1.5]
"""
import argparse
from pathlib import Path

import torch
from torch import nn

from plates.layouts import REGIONS

from .network import COLUMNS, ROWS, load


class _Exported(nn.Module):
    def __init__(self, reader, temperature, region_temperature):
        super().__init__()
        self.reader, self.temperature, self.region_temperature = reader, temperature, region_temperature

    def forward(self, crops):
        characters, region = self.reader(crops)
        return (characters / self.temperature).log_softmax(-1), (region / self.region_temperature).log_softmax(-1)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--checkpoint", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--temperature", type=float, default=1.)
    arguments.add_argument("--region-temperature", type=float, default=1.)
    a = arguments.parse_args()
    reader = load(a.checkpoint, REGIONS)
    example = torch.zeros(2, 1, ROWS, COLUMNS, dtype=torch.uint8)
    torch.onnx.export(_Exported(reader, a.temperature, a.region_temperature).eval(), example, str(a.out), opset_version=13, input_names=["crops"], output_names=["characters", "region"],
                      dynamic_axes={"crops": {0: "n"}, "characters": {0: "n"}, "region": {0: "n"}})
    (a.out.parent / "regions.txt").write_text("\n".join(REGIONS) + "\n")
    print(a.out, a.out.stat().st_size >> 10, "KiB")


if __name__ == "__main__":
    main()
