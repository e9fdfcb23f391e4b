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

    /// <summary>Name of the first input (or output) of a session, as zero-terminated UTF-8 that lives as long as the process.</summary>
    public nint FirstName(nint session, bool ofInput)
    {
        nint allocator, name;
        Check(((delegate* unmanaged<nint*, nint>)_api[Index.GetDefaultAllocator])(&allocator));
        var get = (delegate* unmanaged<nint, nuint, nint, nint*, nint>)_api[ofInput ? Index.SessionGetInputName : Index.SessionGetOutputName];
        Check(get(session, 0, allocator, &name));
        return name;
    }

    /// <summary>A tensor over memory that stays the caller's and must not move while the tensor lives.</summary>
    public nint CreateTensor(float* data, int count, ReadOnlySpan<long> shape)
    {
        const int elementFloat = 1;
        nint value;
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_api[Index.CreateTensorWithData])(
                Memory, data, (nuint)count * sizeof(float), dimensions, (nuint)shape.Length, elementFloat, &value));
        }

        return value;
    }

    /// <summary>Runs a session of one input; returns its first output, which the caller releases.</summary>
    public nint Run(nint session, nint inputName, nint input, nint outputName)
    {
        nint output = 0;
        Check(((delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)_api[Index.Run])(
            session, 0, &inputName, &input, 1, &outputName, 1, &output));
        return output;
    }

    /// <summary>Where a tensor's values are, and its shape.</summary>
    public float* TensorData(nint value, out long[] shape)
    {
        nint info;
        Check(((delegate* unmanaged<nint, nint*, nint>)_api[Index.GetTensorTypeAndShape])(value, &info));
        try
        {
            nuint rank;
            Check(((delegate* unmanaged<nint, nuint*, nint>)_api[Index.GetDimensionsCount])(info, &rank));
            shape = new long[(int)rank];
            fixed (long* dimensions = shape)
            {
                Check(((delegate* unmanaged<nint, long*, nuint, nint>)_api[Index.GetDimensions])(info, dimensions, rank));
            }
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)_api[Index.ReleaseTensorTypeAndShapeInfo])(info);
        }

        float* data;
        Check(((delegate* unmanaged<nint, float**, nint>)_api[Index.GetTensorMutableData])(value, &data));
        return data;
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
        public const int SessionGetInputName = 36;
        public const int SessionGetOutputName = 37;
        public const int CreateTensorWithData = 49;
        public const int GetTensorMutableData = 51;
        public const int GetDimensionsCount = 61;
        public const int GetDimensions = 62;
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
