"""Trains the detector: python3 -m detector.train --pool FOLDER --work FOLDER [--minutes 60] [--from CHECKPOINT|detector.onnx].

Run in `training/`. The work folder gets a checkpoint to resume from, a log, and the exported detector.
"""
import argparse
import itertools
import json
import math
import multiprocessing
import random
import signal
import time
from pathlib import Path

import numpy as np
import torch

from . import pool
from .export import export, load_weights
from .loss import losses
from .measure import measure_frames, summary
from .network import Detector
from .scenes import CLOSE, LARGE, SMALL, Scenes

# Sizes of successive batches, and their number of pictures as a share of --batch.
MIXTURE = ((SMALL, 1), (CLOSE, 1.5), (SMALL, 1), (CLOSE, 1.5), (LARGE, .34))
# Of the corner loss beside the score loss.
CORNER_WEIGHT = 8


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--pool', required=True, help='folder with manifest.csv')
    parser.add_argument('--work', required=True, help='folder for checkpoint, log and model; not in the repository')
    parser.add_argument('--minutes', type=float, default=60, help='of training; the learning rate falls to nothing at their end')
    parser.add_argument('--from', dest='start', help='weights to begin with: a checkpoint or an exported detector')
    parser.add_argument('--sources', default=','.join(pool.FRAME_SOURCES), help='frames to learn from')
    parser.add_argument('--textures', default=','.join(pool.TEXTURE_SOURCES), help='plate crops to paste')
    parser.add_argument('--negatives', default=','.join(pool.NEGATIVE_SOURCES), help='pictures without plates')
    parser.add_argument('--reviewed', default=str(Path(__file__).with_name('reviewed.json')), help='missed labels and mistakes')
    parser.add_argument('--batch', type=int, default=24)
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--workers', type=int, default=1)
    parser.add_argument('--seed', type=int, default=1)
    return parser.parse_args()


def listed(names):
    return [n for n in names.split(',') if n]


def supply(options, seed, queue):
    """Puts batches into the queue for ever: luma [N,1,H,W] and plates [N,M,9], absent plates NaN."""
    import cv2
    from plates.render import render
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    scenes = Scenes(
        pool.load_frames(options.pool, listed(options.sources), reviewed=options.reviewed),
        pool.load_negatives(options.pool, listed(options.negatives)),
        pool.load_textures(options.pool, listed(options.textures)), render, seed)
    for number in itertools.count():
        size, share = MIXTURE[number % len(MIXTURE)]
        drawn = [scenes.draw(size) for _ in range(round(options.batch * share))]
        luma = np.stack([d[0] for d in drawn])[:, None]
        plates = np.full((len(drawn), max(1, max(len(d[1]) for d in drawn)), 9), np.nan, np.float32)
        for row, (_, truth) in zip(plates, drawn):
            row[:len(truth)] = truth
        queue.put((luma, plates))


class Average:
    """The moving average of the weights, which is what is measured and exported."""

    def __init__(self, net):
        self.state = {k: v.detach().clone() for k, v in net.state_dict().items()}

    def add(self, net, step):
        keep = min(.998, (1 + step) / (20 + step))
        with torch.no_grad():
            for k, v in net.state_dict().items():
                if v.dtype.is_floating_point:
                    self.state[k].lerp_(v, 1 - keep)


class Run:
    """One training run and what of it survives a stop."""

    def __init__(self, options):
        self.options = options
        self.work = Path(options.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.checkpoint = self.work / 'checkpoint.pt'
        self.net = Detector().to(memory_format=torch.channels_last)
        self.step, self.trained, self.best = 0, 0.0, -1.0
        saved = None
        if self.checkpoint.exists():
            saved = torch.load(self.checkpoint)
            self.net.load_state_dict(saved['net'])
            self.step, self.trained, self.best = saved['step'], saved['trained'], saved['best']
        elif options.start:
            load_weights(self.net, options.start)
        self.average = Average(self.net)
        decayed = [p for p in self.net.parameters() if p.ndim > 1]
        plain = [p for p in self.net.parameters() if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [{'params': decayed, 'weight_decay': .02}, {'params': plain, 'weight_decay': 0}], lr=options.rate)
        if saved:
            self.optimizer.load_state_dict(saved['optimizer'])
            self.average.state = saved['average']
        self.validation = pool.load_frames(options.pool, listed(options.sources), validation=True)

    def rate(self):
        share = min(1.0, self.trained / (self.options.minutes * 60))
        return self.options.rate * min(1.0, (self.step + 1) / 200) * max(.01, .5 * (1 + math.cos(math.pi * share)))

    def learn(self, luma, plates):
        for group in self.optimizer.param_groups:
            group['lr'] = self.rate()
        x = torch.from_numpy(luma).contiguous(memory_format=torch.channels_last)
        with torch.autocast('cpu', dtype=torch.bfloat16):
            levels = self.net.levels(x)
        score, corners = losses(levels, torch.from_numpy(plates))
        (score + CORNER_WEIGHT * corners).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.average.add(self.net, self.step)
        self.step += 1
        return score.item(), corners.item()

    def log(self, line):
        print(line, flush=True)
        with open(self.work / 'log.txt', 'a') as log:
            log.write(line + '\n')

    def save(self):
        state = {'net': self.net.state_dict(), 'average': self.average.state, 'optimizer': self.optimizer.state_dict(),
                 'step': self.step, 'trained': self.trained, 'best': self.best}
        torch.save(state, self.checkpoint.with_suffix('.new'))
        self.checkpoint.with_suffix('.new').rename(self.checkpoint)

    def judge(self):
        """Measures the averaged weights on the pool's validation frames and exports them where they are the best."""
        net = Detector()
        net.load_state_dict(self.average.state)
        result = measure_frames(net.eval(), self.validation[::3] if self.trained < .8 * self.options.minutes * 60 else self.validation)
        self.log(f'validation at {self.trained / 60:.0f} min: {summary(result)}')
        quality = result['found'] + result['iou'] - .5 * result['false']
        final = self.trained >= .8 * self.options.minutes * 60
        if quality > self.best or final:
            self.best = quality
            export(net, self.work / 'detector.onnx')


def main():
    options = arguments()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    random.seed(options.seed)
    run = Run(options)
    run.log(json.dumps(vars(options)))
    context = multiprocessing.get_context('fork')
    queue = context.Queue(maxsize=12)
    seeds = [options.seed + 1000 * (w + 1) + run.step for w in range(options.workers)]
    workers = [context.Process(target=supply, args=(options, s, queue), daemon=True) for s in seeds]
    for worker in workers:
        worker.start()
    run.net.train()
    sums, waited, last, judged = np.zeros(2), 0.0, time.time(), run.trained
    since = run.step
    while run.trained < options.minutes * 60:
        begin = time.time()
        batch = queue.get()
        waited += time.time() - begin
        sums += run.learn(*batch)
        run.trained += time.time() - begin
        if time.time() - last > 60:
            n = run.step - since
            run.log(f'{run.trained / 60:6.1f} min  step {run.step}  pictures {run.step * options.batch}  '
                    f'{n * options.batch / (time.time() - last):.0f}/s  waiting {waited / (time.time() - last):.0%}  '
                    f'score {sums[0] / n:.4f}  corners {sums[1] / n:.4f}  rate {run.rate():.1e}')
            sums, waited, since = np.zeros(2), 0.0, run.step
            run.save()
            if run.trained - judged > 480:
                judged = run.trained
                run.judge()
            last = time.time()
    run.save()
    run.judge()


if __name__ == '__main__':
    main()
