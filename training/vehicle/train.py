"""Trains the network that tells the colour of a vehicle, on drawn patches alone, and writes it as ONNX.

python3 -m vehicle.train --pictures 200000 --epochs 10 --out colour.onnx"""

import argparse
import multiprocessing
import time

import numpy as np
import torch
from torch import nn

from vehicle import scenes


def one(seed):
    number, *patch = scenes.draw(np.random.default_rng(seed))
    return number, scenes.planes(*patch)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        block = lambda a, b, stride: nn.Sequential(nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU())
        self.features = nn.Sequential(block(6, 16, 2), block(16, 32, 2), block(32, 48, 2), block(48, 64, 1))
        self.head = nn.Sequential(nn.Dropout(.3), nn.Linear(64, len(scenes.COLOURS)))

    def forward(self, planes):
        x = planes.float()
        is_vehicle = x[:, 5:] / 255
        x = torch.cat([x[:, :2] * (1.6 / 255), ((x[:, 2:4] - 128) / 48).clamp(-2, 2), x[:, 4:5] / 255], 1)
        return self.head(self.features(torch.cat([x * is_vehicle, is_vehicle], 1)).mean((2, 3)))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pictures", type=int, default=200000)
    options.add_argument("--epochs", type=int, default=10)
    options.add_argument("--batch", type=int, default=128)
    options.add_argument("--rate", type=float, default=3e-3)
    options.add_argument("--held-out", type=int, default=5000)
    options.add_argument("--out", default="colour.onnx")
    a = options.parse_args()

    with multiprocessing.Pool() as pool:
        drawn = pool.map(one, range(a.pictures + a.held_out), chunksize=200)
    y = torch.tensor([number for number, _ in drawn])
    x = torch.tensor(np.stack([planes for _, planes in drawn]))
    del drawn
    torch.manual_seed(1)
    network, begun = Network(), time.time()
    optimizer = torch.optim.AdamW(network.parameters(), a.rate, weight_decay=1e-2)
    for epoch in range(a.epochs):
        network.train()
        order = torch.randperm(a.pictures)
        for i in range(0, a.pictures, a.batch):
            for group in optimizer.param_groups:
                group["lr"] = a.rate * (1 - (epoch + i / a.pictures) / a.epochs)
            batch = order[i:i + a.batch]
            pictures = x[batch]
            if torch.rand(1) < .5:
                pictures = pictures.flip(3)
            loss = nn.functional.cross_entropy(network(pictures), y[batch], label_smoothing=.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch + 1}, {time.time() - begun:.0f} s, loss {float(loss):.3f}", flush=True)

    network.eval()
    with torch.no_grad():
        right = network(x[a.pictures:]).argmax(1) == y[a.pictures:]
    print(f"drawn, never seen: {float(right.float().mean()):.3f}")
    whole = nn.Sequential(network, nn.Softmax(1)).eval()
    torch.onnx.export(
        whole, torch.zeros(1, 6, scenes.ROWS, scenes.COLUMNS, dtype=torch.uint8), a.out, input_names=["planes"], output_names=["colours"], opset_version=13)


if __name__ == "__main__":
    main()
