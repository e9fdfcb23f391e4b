using Microsoft.ML.OnnxRuntime;

namespace Dashboard.Recognition.Onnx;

/// <summary>
/// A model's input of one shape and its outputs, in memory that is kept from run to run: fill <see cref="Input"/>, run, read the outputs.
/// Nothing is allocated by a run but the first. For one thread at a time.
/// </summary>
internal sealed class OnnxBinding : IDisposable
{
    private readonly OnnxModel _model;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _inputValue;
    private readonly byte[] _input;
    private readonly OrtValue[] _outputValues;
    private readonly float[][] _outputs;
    private readonly long[][] _shapes;

    /// <summary>Makes room for an input of a shape.</summary>
    public OnnxBinding(OnnxModel model, params long[] shape)
    {
        var isHeld = false;
        model.Session.DangerousAddRef(ref isHeld);
        _model = model;
        _input = GC.AllocateUninitializedArray<byte>((int)shape.Aggregate(1L, (a, b) => a * b), pinned: true);
        _inputValue = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _input.AsMemory(), shape);
        _binding = model.Session.Value.CreateIoBinding();
        _binding.BindInput(model.InputName, _inputValue);
        var names = model.OutputNames;
        foreach (var name in names)
        {
            _binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
        }

        (_outputValues, _outputs, _shapes) = (new OrtValue[names.Count], new float[names.Count][], new long[names.Count][]);
    }

    /// <summary>The input's values in row-major order, anything at first.</summary>
    public Span<byte> Input => _input;

    public long Bytes => _input.Length + _outputs.Sum(output => (output?.Length ?? 0) * (long)sizeof(float));

    /// <summary>Runs the model. Throws <see cref="OnnxException"/> where it does not take such an input.</summary>
    public void Run()
    {
        try
        {
            if (_outputs[0] is not null)
            {
                _model.Session.Value.RunWithBinding(_options, _binding);
                return;
            }

            // Only now it is known how large the outputs are; from the next run on they are written where they are read.
            using var first = _model.Session.Value.RunWithBoundResults(_options, _binding);
            for (var i = 0; i < _outputs.Length; i++)
            {
                _shapes[i] = first[i].GetTensorTypeAndShape().Shape;
                var values = first[i].GetTensorDataAsSpan<float>();
                _outputs[i] = GC.AllocateUninitializedArray<float>(values.Length, pinned: true);
                values.CopyTo(_outputs[i]);
                _outputValues[i] = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _outputs[i].AsMemory(), _shapes[i]);
                _binding.BindOutput(_model.OutputNames[i], _outputValues[i]);
            }
        }
        catch (OnnxRuntimeException exception)
        {
            throw new OnnxException($"The model {_model.Name} failed: {exception.Message}", exception);
        }
    }

    /// <summary>The values of an output in row-major order, as the last run left them.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    /// <summary>Length of a dimension of an output; -1 where it has no such dimension.</summary>
    public int Length(int output, int dimension) => dimension < _shapes[output].Length ? (int)_shapes[output][dimension] : -1;

    public void Dispose()
    {
        _binding.Dispose();
        _inputValue.Dispose();
        foreach (var value in _outputValues)
        {
            value?.Dispose();
        }

        _options.Dispose();
        _model.Session.DangerousRelease();
    }
}
