using System.Globalization;
using System.Runtime.InteropServices;
using Dashboard.Configuration;
using OpenCvSharp;

namespace Dashboard.Imaging.OpenCv;

/// <summary>OpenCV's native library, which comes with the program but needs libraries of the system.</summary>
internal static partial class OpenCvLibrary
{
    /// <summary>Libraries of the system that it needs, and the Debian packages that have them.</summary>
    private static readonly (string File, string Package)[] Needed =
        [("libgtk-3", "libgtk-3-0"), ("libgdk-3", "libgtk-3-0"), ("libharfbuzz", "libharfbuzz0b"), ("libfreetype", "libfreetype6")];

    private static readonly Lazy<bool> Loaded = new(TryLoad, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Loads the library once. Throws <see cref="StartException"/> that names what is missing and how to install it.</summary>
    public static void Load() => _ = Loaded.Value;

    /// <summary>What a person can do about a library that the loader did not find.</summary>
    internal static string Explain(string loaderMessage)
    {
        var missing = Needed.FirstOrDefault(needed => loaderMessage.Contains(needed.File, StringComparison.Ordinal));
        var packages = string.Join(" ", Needed.Select(needed => needed.Package).Distinct());
        return missing.Package is null
            ? $"OpenCV, which reads and writes pictures, cannot be loaded: {loaderMessage.ReplaceLineEndings(" ").Trim()} "
                + $"(Debian packages that it needs: {packages})"
            : $"OpenCV, which reads and writes pictures, needs the system library {missing.File}: install the Debian package {missing.Package} "
                + $"(apt-get install {packages}).";
    }

    private static bool TryLoad()
    {
        LimitPixels();
        try
        {
            NativeLibrary.Load("OpenCvSharpExtern", typeof(Cv2).Assembly, searchPath: null);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new StartException(Explain(exception.Message), exception);
        }

        // Frames of several cameras are worked on at once already. What is wrong with a picture is told by exceptions.
        Cv2.SetNumThreads(1);
        Cv2.SetLogLevel(OpenCvSharp.LogLevel.SILENT);
        return true;
    }

    // It reads this once, as it is loaded, and from the C library's copy, which the runtime's does not change. No header that is read otherwise than
    // the decoder reads it makes it take more than a picture of the largest size, where its own limit is a thousand million pixels.
    private static void LimitPixels()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable("OPENCV_IO_MAX_IMAGE_PIXELS", PictureCodec.MaxPixels.ToString(CultureInfo.InvariantCulture), isReplaced: 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int isReplaced);
}
