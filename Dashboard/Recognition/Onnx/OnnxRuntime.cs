using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Recognition.Onnx;

/// <summary>ONNX Runtime could not do what it was asked to; the message is its own, with the model's name.</summary>
public sealed class OnnxException(string message) : Exception(message);

/// <summary>
/// ONNX Runtime's C API: a table of function pointers whose order never changes (<c>onnxruntime_c_api.h</c>, <c>OrtApi</c>).
/// The library is loaded once, from beside the program, and holds one environment for all models.
/// </summary>
internal sealed unsafe class OnnxRuntime
{
    /// <summary>The oldest version of the API that has all that is used.</summary>
    private const uint ApiVersion = 20;

    private const int LogErrors = 3;
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;
    private const int ElementFloat = 1;
    private const int ElementByte = 2;
    private static readonly Lazy<OnnxRuntime> Instance = new(() => new OnnxRuntime());
    private readonly nint* _api;
    private readonly nint _environment;

    private OnnxRuntime()
    {
        var library = Load();
        var getBase = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var apiBase = getBase();
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])()) ?? "";
        _api = ((delegate* unmanaged<uint, nint*>)apiBase[0])(ApiVersion);
        if (_api is null)
        {
            throw new OnnxException($"ONNX Runtime {Version} is too old: it has no API version {ApiVersion}.");
        }

        nint environment, memory;
        fixed (byte* name = "dashboard\0"u8)
        {
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)_api[Index.CreateEnv])(LogErrors, name, &environment));
        }

        Check(((delegate* unmanaged<int, int, nint*, nint>)_api[Index.CreateCpuMemoryInfo])(ArenaAllocator, DefaultMemory, &memory));
        _environment = environment;
        Memory = memory;
    }

    /// <summary>The one runtime of the process; loaded on first use.</summary>
    public static OnnxRuntime Shared => Instance.Value;

    /// <summary>Version of the library.</summary>
    public string Version { get; }

    /// <summary>Describes plain memory, for tensors over our own buffers.</summary>
    public nint Memory { get; }

    /// <summary>Opens a model. Its operators run on the calling thread alone where <paramref name="threads"/> is 1.</summary>
    public nint CreateSession(string path, int threads)
    {
        nint options, session;
        Check(((delegate* unmanaged<nint*, nint>)_api[Index.CreateSessionOptions])(&options));
        try
        {
            const int allOptimizations = 99;
            Check(((delegate* unmanaged<nint, int, nint>)_api[Index.SetGraphOptimizationLevel])(options, allOptimizations));
            Check(((delegate* unmanaged<nint, int, nint>)_api[Index.SetIntraOpNumThreads])(options, threads));
            Check(((delegate* unmanaged<nint, int, nint>)_api[Index.SetInterOpNumThreads])(options, 1));

            // Inputs vary in size: remembered allocation patterns would pile up, one for each size.
            Check(((delegate* unmanaged<nint, nint>)_api[Index.DisableMemoryPattern])(options));
            var name = OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + "\0") : Encoding.UTF8.GetBytes(path + "\0");
            fixed (byte* pointer = name)
            {
                Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)_api[Index.CreateSession])(_environment, pointer, options, &session));
            }

            return session;
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)_api[Index.ReleaseSessionOptions])(options);
        }
    }

    /// <summary>How many outputs a session has.</summary>
    public int OutputCount(nint session)
    {
        nuint count;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_api[Index.SessionGetOutputCount])(session, &count));
        return (int)count;
    }

    /// <summary>Name of an input (or output) of a session, as zero-terminated UTF-8 that lives as long as the process.</summary>
    public nint Name(nint session, bool ofInput, int position)
    {
        nint allocator, name;
        Check(((delegate* unmanaged<nint*, nint>)_api[Index.GetDefaultAllocator])(&allocator));
        var get = (delegate* unmanaged<nint, nuint, nint, nint*, nint>)_api[ofInput ? Index.SessionGetInputName : Index.SessionGetOutputName];
        Check(get(session, (nuint)position, allocator, &name));
        return name;
    }

    /// <summary>A tensor of floats or bytes over memory that stays the caller's and must not move while the tensor lives.</summary>
    public nint CreateTensor<T>(T* data, int count, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var element = typeof(T) == typeof(float) ? ElementFloat
            : typeof(T) == typeof(byte) ? ElementByte
            : throw new NotSupportedException($"no tensors of {typeof(T).Name}");
        nint value;
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_api[Index.CreateTensorWithData])(
                Memory, data, (nuint)count * (nuint)sizeof(T), dimensions, (nuint)shape.Length, element, &value));
        }

        return value;
    }

    /// <summary>Runs a session of one input; fills its outputs, which the caller releases.</summary>
    public void Run(nint session, nint inputName, nint input, ReadOnlySpan<nint> outputNames, Span<nint> outputs)
    {
        fixed (nint* names = outputNames, values = outputs)
        {
            Check(((delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)_api[Index.Run])(
                session, 0, &inputName, &input, 1, names, (nuint)outputs.Length, values));
        }
    }

    /// <summary>Where a tensor's values are, and how many.</summary>
    public float* TensorData(nint value, out int count)
    {
        nint info;
        nuint elements;
        int element;
        float* data;
        Check(((delegate* unmanaged<nint, nint*, nint>)_api[Index.GetTensorTypeAndShape])(value, &info));
        try
        {
            Check(((delegate* unmanaged<nint, int*, nint>)_api[Index.GetTensorElementType])(info, &element));
            Check(((delegate* unmanaged<nint, nuint*, nint>)_api[Index.GetTensorElementCount])(info, &elements));
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)_api[Index.ReleaseTensorTypeAndShapeInfo])(info);
        }

        if (element != ElementFloat)
        {
            throw new OnnxException("an output is not of floats");
        }

        Check(((delegate* unmanaged<nint, float**, nint>)_api[Index.GetTensorMutableData])(value, &data));
        count = (int)elements;
        return data;
    }

    /// <summary>Length of one dimension of a tensor; -1 where it has no such dimension.</summary>
    public int TensorLength(nint value, int dimension)
    {
        nint info;
        Check(((delegate* unmanaged<nint, nint*, nint>)_api[Index.GetTensorTypeAndShape])(value, &info));
        try
        {
            nuint rank;
            Check(((delegate* unmanaged<nint, nuint*, nint>)_api[Index.GetDimensionsCount])(info, &rank));
            if ((int)rank <= dimension || rank > 8)
            {
                return -1;
            }

            var lengths = stackalloc long[(int)rank];
            Check(((delegate* unmanaged<nint, long*, nuint, nint>)_api[Index.GetDimensions])(info, lengths, rank));
            return (int)lengths[dimension];
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)_api[Index.ReleaseTensorTypeAndShapeInfo])(info);
        }
    }

    /// <summary>Frees a tensor.</summary>
    public void ReleaseValue(nint value) => ((delegate* unmanaged<nint, void>)_api[Index.ReleaseValue])(value);

    /// <summary>Closes a model.</summary>
    public void ReleaseSession(nint session) => ((delegate* unmanaged<nint, void>)_api[Index.ReleaseSession])(session);

    private static nint Load()
    {
        string[] names = OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
            : OperatingSystem.IsMacOS() ? ["libonnxruntime.1.dylib", "libonnxruntime.dylib"]
            : ["libonnxruntime.so.1", "libonnxruntime.so"];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, name), out var handle) || NativeLibrary.TryLoad(name, out handle))
            {
                return handle;
            }
        }

        throw new OnnxException(
            $"ONNX Runtime is missing: {names[0]} should be beside the program in {AppContext.BaseDirectory}; build again with npm installed.");
    }

    private void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)_api[Index.GetErrorMessage])(status)) ?? "unknown error";
        ((delegate* unmanaged<nint, void>)_api[Index.ReleaseStatus])(status);
        throw new OnnxException(message);
    }

    /// <summary>Positions in the table.</summary>
    private static class Index
    {
        public const int GetErrorMessage = 2;
        public const int CreateEnv = 3;
        public const int CreateSession = 7;
        public const int Run = 9;
        public const int CreateSessionOptions = 10;
        public const int DisableMemoryPattern = 17;
        public const int SetGraphOptimizationLevel = 23;
        public const int SetIntraOpNumThreads = 24;
        public const int SetInterOpNumThreads = 25;
        public const int SessionGetOutputCount = 31;
        public const int SessionGetInputName = 36;
        public const int SessionGetOutputName = 37;
        public const int CreateTensorWithData = 49;
        public const int GetTensorMutableData = 51;
        public const int GetTensorElementType = 60;
        public const int GetDimensionsCount = 61;
        public const int GetDimensions = 62;
        public const int GetTensorElementCount = 64;
        public const int GetTensorTypeAndShape = 65;
        public const int CreateCpuMemoryInfo = 69;
        public const int GetDefaultAllocator = 78;
        public const int ReleaseStatus = 93;
        public const int ReleaseSession = 95;
        public const int ReleaseValue = 96;
        public const int ReleaseTensorTypeAndShapeInfo = 99;
        public const int ReleaseSessionOptions = 100;
    }
}
