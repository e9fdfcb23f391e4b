using System.Runtime.InteropServices;

namespace Dashboard.Recognition.Onnx;

/// <summary>A model of one input and one or more float outputs. <see cref="Run"/> may be called from many threads.</summary>
public sealed unsafe class OnnxModel : IDisposable
{
    private readonly OnnxRuntime _runtime;
    private readonly string _name;
    private readonly nint _inputName;
    private readonly nint[] _outputNames;
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
            var session = _session.DangerousGetHandle();
            _inputName = _runtime.Name(session, ofInput: true, 0);
            _outputNames = [.. Enumerable.Range(0, _runtime.OutputCount(session)).Select(i => _runtime.Name(session, ofInput: false, i))];
        }
        catch (OnnxException reason)
        {
            throw new OnnxException($"The model {path} cannot be loaded: {reason.Message}");
        }
    }

    /// <summary>Name of the input.</summary>
    public string InputName => Marshal.PtrToStringUTF8(_inputName) ?? "";

    /// <summary>Names of the outputs, in the order of <see cref="OnnxOutputs"/>.</summary>
    public IReadOnlyList<string> OutputNames => [.. _outputNames.Select(name => Marshal.PtrToStringUTF8(name) ?? "")];

    /// <summary>Position of an output. Throws <see cref="OnnxException"/> where the model has none of that name.</summary>
    public int OutputIndex(string name)
    {
        var names = OutputNames;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        throw new OnnxException($"The model {_name} has no output {name}, only {string.Join(", ", names)}.");
    }

    /// <summary>Runs the model. The outputs hold the runtime's memory until they are disposed.</summary>
    /// <typeparam name="T">What the model takes: <see cref="float"/> or <see cref="byte"/>.</typeparam>
    /// <param name="input">At least as many values as the shape has.</param>
    /// <param name="shape">Length of each dimension.</param>
    public OnnxOutputs Run<T>(ReadOnlySpan<T> input, params ReadOnlySpan<long> shape)
        where T : unmanaged
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
            fixed (T* data = input)
            {
                var tensor = _runtime.CreateTensor(data, (int)count, shape);
                try
                {
                    var outputs = new OnnxOutputs(_runtime, _outputNames.Length);
                    _runtime.Run(_session.DangerousGetHandle(), _inputName, tensor, _outputNames, outputs.Slots);
                    return outputs;
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
