"""Makes the two models of the tests: no training, the interface of the real ones, answers that a test can paint.

The detector's score of a cell of 32x32 pixels is its mean grey value over 255, the cell's corners are the plate's.
The reader's columns are 4 pixels wide and 24 high; a mean grey value of 7k means character k, white means none.
"""
import pathlib

import numpy as np
import onnx
from onnx import TensorProto as T, helper as h, numpy_helper as n

FOLDER = pathlib.Path(__file__).parent


def constant(name, values, dtype):
    return n.from_array(np.array(values, dtype), name)


def save(name, nodes, inputs, outputs, constants):
    graph = h.make_graph(nodes, name, inputs, outputs, constants)
    model = h.make_model(graph, opset_imports=[h.make_opsetid('', 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, FOLDER / f'{name}.onnx')


def detector():
    nodes = [
        h.make_node('Cast', ['luma'], ['grey'], to=T.FLOAT),
        h.make_node('AveragePool', ['grey'], ['means'], kernel_shape=[32, 32], strides=[32, 32]),
        h.make_node('Mul', ['means', 'one_255th'], ['map']),
        h.make_node('Reshape', ['map', 'flat'], ['scores']),
        # A cell's position: how many cells are left of it and above it.
        h.make_node('Mul', ['map', 'zero'], ['zeros']),
        h.make_node('Add', ['zeros', 'side'], ['sides']),
        h.make_node('CumSum', ['sides', 'axis_x'], ['left'], exclusive=1),
        h.make_node('CumSum', ['sides', 'axis_y'], ['top'], exclusive=1),
        h.make_node('Add', ['left', 'sides'], ['right']),
        h.make_node('Add', ['top', 'sides'], ['bottom']),
        h.make_node('Concat', ['left', 'top', 'right', 'top', 'right', 'bottom', 'left', 'bottom'], ['stacked'], axis=1),
        h.make_node('Reshape', ['stacked', 'eight'], ['rows']),
        h.make_node('Transpose', ['rows'], ['corners'], perm=[0, 2, 1]),
    ]
    constants = [
        constant('one_255th', 1 / 255, np.float32), constant('zero', 0, np.float32), constant('side', 32, np.float32),
        constant('axis_x', 3, np.int64), constant('axis_y', 2, np.int64),
        constant('flat', [0, -1], np.int64), constant('eight', [0, 8, -1], np.int64),
    ]
    save('detector', nodes,
         [h.make_tensor_value_info('luma', T.UINT8, ['n', 1, 'h', 'w'])],
         [h.make_tensor_value_info('scores', T.FLOAT, ['n', 'p']), h.make_tensor_value_info('corners', T.FLOAT, ['n', 'p', 8])],
         constants)


def reader(regions):
    shares = np.log(np.array([[0.05, 0.1, 0.85]], np.float32))
    nodes = [
        h.make_node('Cast', ['crops'], ['grey'], to=T.FLOAT),
        h.make_node('AveragePool', ['grey'], ['cells'], kernel_shape=[24, 4], strides=[24, 4]),
        h.make_node('Reshape', ['cells', 'steps'], ['column']),
        h.make_node('Sub', ['column', 'levels'], ['apart']),
        h.make_node('Abs', ['apart'], ['distance']),
        h.make_node('Mul', ['distance', 'minus_one'], ['scores']),
        h.make_node('LogSoftmax', ['scores'], ['characters'], axis=2),
        h.make_node('ReduceMax', ['cells'], ['highest'], axes=[1, 2, 3], keepdims=0),
        h.make_node('Mul', ['highest', 'zero'], ['none']),
        h.make_node('Unsqueeze', ['none', 'last'], ['nones']),
        h.make_node('Add', ['nones', 'shares'], ['region']),
    ]
    constants = [
        constant('steps', [0, 72, 1], np.int64), constant('levels', 7 * np.arange(37), np.float32),
        constant('minus_one', -1, np.float32), constant('zero', 0, np.float32), constant('last', [1], np.int64),
        constant('shares', shares, np.float32),
    ]
    save('reader', nodes,
         [h.make_tensor_value_info('crops', T.UINT8, ['n', 1, 48, 144])],
         [h.make_tensor_value_info('characters', T.FLOAT, ['n', 72, 37]), h.make_tensor_value_info('region', T.FLOAT, ['n', len(regions)])],
         constants)
    (FOLDER / 'regions.txt').write_text('\n'.join(regions) + '\n')
    (FOLDER / 'version.txt').write_text('test-1\n')


detector()
reader(['us-ca', 'de', 'br'])
