using System.Runtime.InteropServices;

namespace Dashboard.Recognition.Onnx;

/// <summary>A model of one float input and one float output. <see cref="Run"/> may be called from many threads.</summary>
public sealed unsafe class OnnxModel : IDisposable
{
    private readonly OnnxRuntime _runtime;
    private readonly string _name;
    private readonly nint _inputName;
    private readonly nint _outputName;
    private readonly SessionHandle _session;

    /// <summary>Loads a model. Throws <see cref="OnnxException"/> where it cannot be loaded.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="threads">Threads of one run; 1 runs on the calling thread alone.</param>
    public OnnxModel(string path, int threads = 1)
    {
        _name = Path.GetFileName(path);
        _runtime = OnnxRuntime.Shared;
        if (!File.Exists(path))
        {
            throw new OnnxException($"The model {path} is missing.");
        }

        try
        {
            _session = new SessionHandle(_runtime, _runtime.CreateSession(path, threads));
            _inputName = _runtime.FirstName(_session.DangerousGetHandle(), ofInput: true);
            _outputName = _runtime.FirstName(_session.DangerousGetHandle(), ofInput: false);
        }
        catch (OnnxException reason)
        {
            throw new OnnxException($"The model {path} cannot be loaded: {reason.Message}");
        }
    }

    /// <summary>Name of the input.</summary>
    public string InputName => Marshal.PtrToStringUTF8(_inputName) ?? "";

    /// <summary>Name of the output.</summary>
    public string OutputName => Marshal.PtrToStringUTF8(_outputName) ?? "";

    /// <summary>Runs the model. The result holds the runtime's memory until it is disposed.</summary>
    /// <param name="input">At least as many values as the shape has.</param>
    /// <param name="shape">Length of each dimension.</param>
    public OnnxOutput Run(ReadOnlySpan<float> input, params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (var length in shape)
        {
            count *= length;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, input.Length);
        var isHeld = false;
        try
        {
            // A run that is under way when the model is disposed ends before the session goes.
            _session.DangerousAddRef(ref isHeld);
            fixed (float* data = input)
            {
                var tensor = _runtime.CreateTensor(data, (int)count, shape);
                try
                {
                    return new OnnxOutput(_runtime, _runtime.Run(_session.DangerousGetHandle(), _inputName, tensor, _outputName));
                }
                finally
                {
                    _runtime.ReleaseValue(tensor);
                }
            }
        }
        catch (OnnxException reason)
        {
            throw new OnnxException($"The model {_name} failed: {reason.Message}");
        }
        finally
        {
            if (isHeld)
            {
                _session.DangerousRelease();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private sealed class SessionHandle : SafeHandle
    {
        private readonly OnnxRuntime _runtime;

        public SessionHandle(OnnxRuntime runtime, nint session)
            : base(0, ownsHandle: true)
        {
            _runtime = runtime;
            SetHandle(session);
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            _runtime.ReleaseSession(handle);
            return true;
        }
    }
}

/// <summary>What a model answered: values and shape, valid until disposed.</summary>
public sealed unsafe class OnnxOutput : IDisposable
{
    private readonly OnnxRuntime _runtime;
    private readonly float* _data;
    private readonly int _count;
    private nint _value;

    internal OnnxOutput(OnnxRuntime runtime, nint value)
    {
        _runtime = runtime;
        _value = value;
        _data = runtime.TensorData(value, out var shape);
        Shape = shape;
        _count = (int)shape.Aggregate(1L, (product, length) => product * length);
    }

    /// <summary>Length of each dimension.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values in row-major order.</summary>
    public ReadOnlySpan<float> Values
    {
        get
        {
            ObjectDisposedException.ThrowIf(_value == 0, this);
            return new ReadOnlySpan<float>(_data, _count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var value = Interlocked.Exchange(ref _value, 0);
        if (value != 0)
        {
            _runtime.ReleaseValue(value);
        }
    }
}
