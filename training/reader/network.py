"""The reader: a rectified plate in, distributions over characters and regions out.

Input uint8 [N, 1, 48, 144]. Output: log-probabilities [N, 72, 37] (CTC steps: 36 columns of the upper row, then 36 of
the lower; 0-9, A-Z, blank) and [N, R] over regions. About 125 million multiply-adds.
"""
import torch
from torch import nn
from torch.nn import functional

ROWS, COLUMNS = 48, 144
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BLANK = len(CHARACTERS)
STEPS = 72


def _convolution(inputs, outputs, kernel, stride=1, padding=None):
    padding = kernel // 2 if padding is None else padding
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class _Residual(nn.Module):
    """Two 3x3 convolutions around which the input goes on unchanged."""

    def __init__(self, channels):
        super().__init__()
        self.first = _convolution(channels, channels, 3)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return functional.relu(x + self.second(self.first(x)))


class _Columns(nn.Module):
    """Along the columns: a wide convolution, and what the whole plate looks like added to each column."""

    def __init__(self, channels):
        super().__init__()
        self.local = nn.Sequential(nn.Conv2d(channels, channels, (1, 5), 1, (0, 2), bias=False), nn.BatchNorm2d(channels))
        self.whole = nn.Linear(channels, channels)

    def forward(self, x):
        whole = self.whole(x.mean((2, 3)))[:, :, None, None]
        return functional.relu(x + self.local(x) + whole)


class Reader(nn.Module):
    """Convolutions down to columns, each of which has two slots: one for the upper line, one for the lower."""

    def __init__(self, regions: int):
        super().__init__()
        self.body = nn.Sequential(
            _convolution(1, 32, 5, 2),
            _convolution(32, 64, 3, 2), _Residual(64),
            _convolution(64, 112, 3, (2, 1)), _Residual(112),
            _convolution(112, 224, (6, 1), 1, 0),
            _Columns(224), _Columns(224))
        self.drop = nn.Dropout(.1)
        self.characters = nn.Conv2d(224, 2 * (BLANK + 1), 1)
        # Bands are at the ends and emblems between: the region is told from each third of the plate.
        self.region = nn.Sequential(nn.Linear(3 * 224, 128), nn.ReLU(), nn.Dropout(.1), nn.Linear(128, regions))

    def forward(self, crops: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits [N, 72, 37] and [N, R]."""
        pixels = crops.float()
        centred = pixels - pixels.mean((2, 3), keepdim=True)
        # Each crop at its own contrast: night and haze look like noon. The constant keeps noise from being blown up.
        x = self.body(centred / ((centred * centred).mean((2, 3), keepdim=True).sqrt() + 3))
        region = self.region(functional.avg_pool2d(x, (1, COLUMNS // 12)).flatten(1))
        slots = self.characters(self.drop(x)).squeeze(2)
        upper, lower = slots[:, :BLANK + 1], slots[:, BLANK + 1:]
        return torch.cat([upper, lower], 2).transpose(1, 2), region


def load(path, regions) -> Reader:
    """The averaged weights of a checkpoint, ready to read; it must tell these regions apart."""
    state = torch.load(path, map_location="cpu")
    check(state, regions)
    model = Reader(len(regions))
    model.load_state_dict(state["mean"])
    return model.eval()


def check(state: dict, regions) -> None:
    """Refuses a checkpoint of other regions: its head would name the wrong ones."""
    if list(state["regions"]) != list(regions):
        raise SystemExit("the checkpoint tells other regions apart than plates/layouts.py names")


def decode(logits: torch.Tensor) -> list[str]:
    """The likeliest class of each step, repeats and blanks taken out."""
    texts = []
    for steps in logits.argmax(-1).tolist():
        last, text = BLANK, []
        for step in steps:
            if step not in (BLANK, last):
                text.append(CHARACTERS[step])
            last = step
        texts.append("".join(text))
    return texts
