using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace Dashboard.Recognition.Onnx;

/// <summary>A model cannot be loaded or run; the message is ONNX Runtime's own, with the model's name.</summary>
internal sealed class OnnxException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A model of one input of bytes and one or more outputs of floats. Each thread runs it by a binding of its own.</summary>
internal sealed class OnnxModel : IDisposable
{
    private const int GrowByWhatIsAsked = 1; // Otherwise it doubles each time that it does not suffice.
    private static readonly Lazy<OrtEnv> Library = new(Load);

    /// <summary>Loads a model. Throws <see cref="OnnxException"/> where it cannot be loaded.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="threads">Threads of one run; 1 runs on the calling thread alone.</param>
    public OnnxModel(string path, int threads = 1)
    {
        Name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw new OnnxException($"The model {path} is missing.");
        }

        try
        {
            _ = Library.Value;

            // Inputs vary in size: remembered allocation patterns would pile up, one for each size.
            using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, EnableMemoryPattern = false };
            options.AddSessionConfigEntry("session.use_env_allocators", "1");
            options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
            Session = new SessionHandle(new InferenceSession(path, options));
        }
        catch (OnnxRuntimeException exception)
        {
            throw new OnnxException($"The model {path} cannot be loaded: {exception.Message}", exception);
        }
        catch (TypeInitializationException exception) when (exception.InnerException is DllNotFoundException missing)
        {
            throw new OnnxException($"ONNX Runtime cannot be loaded: {missing.Message}", exception);
        }
    }

    public string Name { get; }

    public string InputName => Session.Value.InputNames[0];

    /// <summary>Names of the outputs, in the order of <see cref="OnnxBinding.Output"/>.</summary>
    public IReadOnlyList<string> OutputNames => Session.Value.OutputNames;

    /// <summary>The session; it goes when the model and all of its bindings are disposed.</summary>
    internal SessionHandle Session { get; }

    /// <summary>Position of an output. Throws <see cref="OnnxException"/> where the model has none of that name.</summary>
    public int OutputIndex(string name)
    {
        var index = OutputNames.ToList().IndexOf(name);
        return index >= 0 ? index : throw new OnnxException($"The model {Name} has no output {name}, only {string.Join(", ", OutputNames)}.");
    }

    public void Dispose() => Session.Dispose();

    // The memory that all models work in.
    private static OrtEnv Load()
    {
        if (!OrtEnv.IsCreated)
        {
            // Otherwise the library warns on standard error of every accelerator that is not there.
            var environment = new EnvironmentCreationOptions { logId = "dashboard", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            OrtEnv.CreateInstanceWithOptions(ref environment);
        }

        var library = OrtEnv.Instance();
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        using var arena = new OrtArenaCfg(0, GrowByWhatIsAsked, -1, -1);
        library.CreateAndRegisterAllocator(memory, arena);
        return library;
    }

    /// <summary>Counts who uses a session, so that it is not released under a run.</summary>
    internal sealed class SessionHandle : SafeHandle
    {
        public SessionHandle(InferenceSession session)
            : base(0, ownsHandle: true)
        {
            Value = session;
            SetHandle(1);
        }

        public InferenceSession Value { get; }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            Value.Dispose();
            return true;
        }
    }
}
