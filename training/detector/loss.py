"""What a raw output should have been, and how far off it is."""
import torch
from torch.nn import functional as F

from .network import STRIDES, decode
from .scenes import BOX_ONLY, IGNORED

# Longest side in pixels of the plates that a level finds (taught), and of those it may find (neither taught nor punished).
TAUGHT = ((0, 46), (32, 110), (76, 10_000))
TOLERATED = ((0, 72), (22, 160), (52, 10_000))
# Standard deviations of the score's target around a plate's centre, in parts of the plate and at least in strides.
SPREAD, MIN_SPREAD = .14, .45
# Weight of a plate of which only a box is known, and how far off the box may be, in the units of the corner loss.
BOX_SHARE, SLACK = .4, .06
# Cells whose target is at least this learn the corners.
CORNER_TARGET = .3


def extents(corners):
    """[...,8] to the bounding box x0, y0, x1, y1 [...,4]."""
    x, y = corners[..., 0::2], corners[..., 1::2]
    return torch.stack([x.amin(-1), y.amin(-1), x.amax(-1), y.amax(-1)], -1)


def cell_centres(shape, stride):
    """Pixel positions x, y of the cells of a level, [P] each."""
    h, w = shape
    y, x = torch.meshgrid(torch.arange(h) + .5, torch.arange(w) + .5, indexing='ij')
    return x.reshape(-1) * stride, y.reshape(-1) * stride


def targets(plates, shape, stride, level):
    """For a batch of plates [N,M,9] (absent ones are all NaN): score target [N,P], score weight [N,P], plate index [N,P]."""
    box = extents(plates[..., :8])
    present = ~torch.isnan(box[..., 0])
    box = torch.nan_to_num(box)
    kind = torch.nan_to_num(plates[..., 8])
    centre = (box[..., :2] + box[..., 2:]) / 2
    size = box[..., 2:] - box[..., :2]
    longest = size.amax(-1)
    px, py = cell_centres(shape, stride)
    spread = (size * SPREAD).clamp(min=MIN_SPREAD * stride)
    dx = (px - centre[..., :1]) / spread[..., :1]
    dy = (py - centre[..., 1:]) / spread[..., 1:]
    bump = torch.exp(-.5 * (dx * dx + dy * dy))
    bump = bump / bump.amax(-1, keepdim=True).clamp(min=1e-6)
    within = (px > box[..., :1]) & (px < box[..., 2:3]) & (py > box[..., 1:2]) & (py < box[..., 3:])
    label = present & (kind != IGNORED)
    taught = label & (longest >= TAUGHT[level][0]) & (longest <= TAUGHT[level][1])
    tolerated = present & ~taught & ((kind == IGNORED) | (longest >= TOLERATED[level][0]) & (longest <= TOLERATED[level][1]))
    bump = torch.where(taught[..., None], bump, torch.zeros_like(bump))
    target, which = bump.max(1)
    excused = (within & tolerated[..., None]).any(1) & (target < CORNER_TARGET)
    return target, (~excused).float(), which


def corner_loss(predicted, truth):
    """Distance of corners [K,8] from truth [K,9], across in parts of the plate's width and down in parts of its height;
    of the bounding box where only that is known."""
    true_box = extents(truth[:, :8])
    width = (.45 * (true_box[:, 2] - true_box[:, 0])).clamp(min=5)
    height = (1.2 * (true_box[:, 3] - true_box[:, 1])).clamp(min=5)
    size = torch.stack([width, height] * 4, 1)

    def distance(a, b, beta):
        unit = size[:, :a.shape[1]]
        return F.smooth_l1_loss(a / unit, b / unit, beta=beta, reduction='none').mean(1)

    by_corner = distance(predicted, truth[:, :8], .025)
    # Boxes drawn by hand are loose by some pixels: within SLACK they say nothing. Nor do they say anything about the
    # slant; a weak pull keeps the corners that they do not reach from wandering.
    off = (extents(predicted) - true_box).abs() / size[:, :4]
    by_box = BOX_SHARE * (F.relu(off - SLACK).mean(1) + .1 * distance(predicted, truth[:, :8], .5))
    return torch.where(truth[:, 8] == BOX_ONLY, by_box, by_corner)


def losses(levels, plates):
    """Score loss and corner loss of a batch of raw levels and plates [N,M,9]."""
    score_loss = corners_loss = 0.0
    labelled = ((plates[..., 8] != IGNORED) & ~torch.isnan(plates[..., 8])).sum().clamp(min=1)
    corner_weight = 1e-6
    for level, (raw, stride) in enumerate(zip(levels, STRIDES)):
        target, weight, which = targets(plates, raw.shape[2:], stride, level)
        logit = raw[:, 0].float().flatten(1)
        score = torch.sigmoid(logit.detach())
        focal = (target - score).abs().pow(2) * weight
        score_loss = score_loss + (focal * F.binary_cross_entropy_with_logits(logit, target, reduction='none')).sum()
        picked = target >= CORNER_TARGET
        if picked.any():
            _, corners = decode(raw, stride)
            truth = torch.gather(plates, 1, which[..., None].expand(-1, -1, 9))
            share = target[picked]
            corners_loss = corners_loss + (corner_loss(corners[picked], truth[picked]) * share).sum()
            corner_weight = corner_weight + share.sum()
    return score_loss / labelled, corners_loss / corner_weight
