using System.Runtime.InteropServices;

namespace Dashboard.Recognition.Imaging;

/// <summary>The part of TurboJPEG's C API (2.x, also served by 3.x) that is used here.</summary>
internal static unsafe partial class TurboJpeg
{
    internal const int Samples444 = 0;
    internal const int Samples422 = 1;
    internal const int Samples420 = 2;
    internal const int SamplesGray = 3;
    internal const int Samples440 = 4;
    internal const int Samples411 = 5;
    internal const int ColorsYCbCr = 1;
    internal const int ColorsGray = 2;
    internal const int PixelsRgb = 0;

    /// <summary>The caller's buffer is large enough; never allocate.</summary>
    internal const int FlagNoRealloc = 1024;

    /// <summary>Refuse pictures made to take minutes: too many progressive scans.</summary>
    internal const int FlagLimitScans = 32768;

    private const string Library = "turbojpeg";
    private static readonly string[] Names = ["libturbojpeg.so.0", "libturbojpeg.0.dylib", "turbojpeg", "libturbojpeg"];

    static TurboJpeg() => NativeLibrary.SetDllImportResolver(typeof(TurboJpeg).Assembly, static (name, assembly, path) =>
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            "The library libturbojpeg is missing; install the Debian package libturbojpeg0 (apt-get install libturbojpeg0).");
    });

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    internal static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    internal static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    internal static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    internal static partial byte* GetErrorText(nint handle);

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    internal static partial CULong BufferSize(int width, int height, int subsampling);

    [LibraryImport(Library, EntryPoint = "tjPlaneWidth")]
    internal static partial int PlaneWidth(int plane, int width, int subsampling);

    [LibraryImport(Library, EntryPoint = "tjPlaneHeight")]
    internal static partial int PlaneHeight(int plane, int height, int subsampling);

    [LibraryImport(Library, EntryPoint = "tjCompressFromYUVPlanes")]
    internal static partial int CompressFromPlanes(
        nint handle, byte** planes, int width, int* strides, int height, int subsampling, byte** jpeg, CULong* size, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    internal static partial int DecompressHeader(nint handle, byte* jpeg, CULong size, int* width, int* height, int* subsampling, int* colors);

    [LibraryImport(Library, EntryPoint = "tjDecompressToYUVPlanes")]
    internal static partial int DecompressToPlanes(nint handle, byte* jpeg, CULong size, byte** planes, int width, int* strides, int height, int flags);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    internal static partial int DecompressToPixels(
        nint handle, byte* jpeg, CULong size, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjEncodeYUVPlanes")]
    internal static partial int PixelsToPlanes(
        nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat, byte** planes, int* strides, int subsampling, int flags);
}

/// <summary>A compressor or decompressor of TurboJPEG; used by one thread at a time.</summary>
internal sealed class TurboJpegHandle : SafeHandle
{
    private TurboJpegHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    internal nint Value => handle;

    internal static TurboJpegHandle Compressor() => new(TurboJpeg.InitCompress());

    internal static TurboJpegHandle Decompressor() => new(TurboJpeg.InitDecompress());

    /// <summary>The library's last message for this handle.</summary>
    internal unsafe string Message() => Marshal.PtrToStringUTF8((nint)TurboJpeg.GetErrorText(handle)) ?? "unknown error";

    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
}
