using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Dashboard.Recognition.Onnx;

/// <summary>What a model answered: values and shapes in the runtime's memory, valid until disposed, which is to be done once.</summary>
public unsafe ref struct OnnxOutputs
{
    /// <summary>The most outputs a model may have.</summary>
    public const int Most = 4;

    private readonly OnnxRuntime _runtime;
    private readonly int _count;
    private Values4 _values;

    internal OnnxOutputs(OnnxRuntime runtime, int count)
    {
        (_runtime, _count) = (runtime, Math.Min(count, Most));
    }

    /// <summary>Where the runtime puts its tensors.</summary>
    [UnscopedRef]
    internal Span<nint> Slots => ((Span<nint>)_values)[.._count];

    /// <summary>The values of an output in row-major order.</summary>
    public readonly ReadOnlySpan<float> Values(int output)
    {
        var data = _runtime.TensorData(_values[output], out var count);
        return new ReadOnlySpan<float>(data, count);
    }

    /// <summary>Length of a dimension of an output; -1 where it has no such dimension.</summary>
    public readonly int Length(int output, int dimension) => _runtime.TensorLength(_values[output], dimension);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (ref var value in Slots)
        {
            if (value != 0)
            {
                _runtime.ReleaseValue(value);
                value = 0;
            }
        }
    }

    [InlineArray(Most)]
    private struct Values4
    {
        private nint _first;
    }
}
