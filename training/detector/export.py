"""The detector as ONNX, and back: weights keep their names and stay apart from the batch normalisation, so that training
can go on from the exported file alone."""
import argparse
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from .network import Detector


def export(net, path):
    """Writes `detector.onnx`: luma uint8 [N,1,H,W] to scores [N,P] and corners [N,P,8]; N, H and W are free."""
    net.eval()
    new = Path(path).with_suffix('.new')
    torch.onnx.export(
        net, torch.zeros(1, 1, 192, 320, dtype=torch.uint8), str(new), opset_version=13, input_names=['luma'],
        output_names=['scores', 'corners'], do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE,
        dynamic_axes={'luma': {0: 'N', 2: 'H', 3: 'W'}, 'scores': {0: 'N', 1: 'P'}, 'corners': {0: 'N', 1: 'P'}})
    onnx.checker.check_model(str(new))
    new.rename(path)


def load_weights(net, path):
    """Weights of a checkpoint (its average) or of an exported detector."""
    if str(path).endswith('.onnx'):
        graph = onnx.load(str(path)).graph
        stored = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
        state = {k: stored.get(k, v) for k, v in net.state_dict().items()}
        absent = [k for k, v in state.items() if k not in stored and v.dtype.is_floating_point]
        if absent:
            raise ValueError(f'{path} lacks {absent[:3]}')
    else:
        saved = torch.load(path, map_location='cpu')
        state = saved['average'] if 'average' in saved else saved
    net.load_state_dict(state)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Exports a checkpoint: python3 -m detector.export CHECKPOINT detector.onnx')
    parser.add_argument('weights')
    parser.add_argument('onnx')
    options = parser.parse_args()
    network = Detector()
    load_weights(network, options.weights)
    export(network, options.onnx)
