"""The detector's network: plain 3x3 convolutions down to stride 32, a top-down path back to stride 8, three levels out.

Everything the runtime needs is in the graph: normalisation of the bytes, the sigmoid, and the decoding of corner offsets
to pixels. Channels are multiples of 16, the block width of ONNX Runtime's convolutions on AVX-512.
"""
import torch
from torch import nn
from torch.nn import functional as F

STRIDES = (8, 16, 32)
# A raw offset of 1 is this many strides, so that offsets of the plates of a level stay near 1.
OFFSET_STRIDES = 4.0


class Conv(nn.Sequential):
    """Convolution, batch normalisation and ReLU; `stride` 2 halves the resolution."""

    def __init__(self, inputs, outputs, kernel=3, stride=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """One 3x3 convolution beside the identity."""

    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return F.relu(x + self.norm(self.conv(x)))


class Head(nn.Module):
    """Score logit and eight corner offsets of every cell of a level."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.mix = Conv(inputs, hidden, 1)
        self.out = nn.Conv2d(hidden, 9, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        # A rare positive: scores begin at one in a hundred. Offsets begin as a plate two cells wide and one high.
        self.out.bias.data = torch.tensor([-4.6, -.25, -.12, .25, -.12, .25, .12, -.25, .12])

    def forward(self, x):
        return self.out(self.mix(x))


class Detector(nn.Module):
    """`luma` uint8 [N,1,H,W], H and W multiples of 32, to `scores` [N,P] and `corners` [N,P,8] in input pixels."""

    def __init__(self):
        super().__init__()
        # One convolution straight to stride 4: full-resolution activations would cost more than all the rest together.
        self.stem = nn.Sequential(nn.Conv2d(1, 32, 8, 4, 2, bias=False), nn.BatchNorm2d(32), nn.ReLU(inplace=True))
        self.down8 = nn.Sequential(Conv(32, 48, 3, 2), Residual(48))
        self.down16 = nn.Sequential(Conv(48, 64, 3, 2), Residual(64), Residual(64))
        self.down32 = nn.Sequential(Conv(64, 96, 3, 2), *(Residual(96) for _ in range(4)))
        self.lateral32 = Conv(96, 64, 1)
        self.top16 = nn.Sequential(Residual(64), Residual(64))
        self.lateral16 = Conv(64, 48, 1)
        self.top8 = Residual(48)
        self.heads = nn.ModuleList([Head(48, 64), Head(64, 64), Head(96, 64)])

    def levels(self, luma):
        """Raw outputs [N,9,h,w] of the three levels, finest first."""
        x = (luma.float() - 114.0) * (1.0 / 64.0)
        f8 = self.down8(self.stem(x))
        f16 = self.down16(f8)
        f32 = self.down32(f16)
        f16 = self.top16(f16 + F.interpolate(self.lateral32(f32), scale_factor=2.0, mode='nearest'))
        f8 = self.top8(f8 + F.interpolate(self.lateral16(f16), scale_factor=2.0, mode='nearest'))
        return [head(f) for head, f in zip(self.heads, (f8, f16, f32))]

    def forward(self, luma):
        scores, corners = [], []
        for raw, stride in zip(self.levels(luma), STRIDES):
            score, corner = decode(raw, stride)
            scores.append(score)
            corners.append(corner)
        return torch.cat(scores, 1), torch.cat(corners, 1)


def decode(raw, stride):
    """Raw [N,9,h,w] of one level to scores [N,hw] and corners [N,hw,8] in pixels."""
    ones = torch.ones_like(raw[:1, :1])
    x = torch.cumsum(ones, 3) - 0.5
    y = torch.cumsum(ones, 2) - 0.5
    centres = torch.cat([x, y, x, y, x, y, x, y], 1) * float(stride)
    corners = raw[:, 1:].float() * (OFFSET_STRIDES * stride) + centres
    return torch.sigmoid(raw[:, 0].float()).flatten(1), corners.flatten(2).transpose(1, 2)


def multiply_adds(height=384, width=640):
    """Multiply-adds of one frame of this size."""
    total = 0

    def count(module, _, output):
        nonlocal total
        kernel = module.kernel_size[0] * module.kernel_size[1]
        total += module.in_channels // module.groups * kernel * output[0].numel()

    net = Detector().eval()
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(count)
    with torch.no_grad():
        net(torch.zeros(1, 1, height, width, dtype=torch.uint8))
    return total
