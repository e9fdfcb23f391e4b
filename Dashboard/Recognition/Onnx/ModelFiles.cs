using System.Security.Cryptography;

namespace Dashboard.Recognition.Onnx;

/// <summary>Where the models are: <c>Recognition/Models</c> beside the program.</summary>
internal static class ModelFiles
{
    public const string Detector = "detector.onnx";

    public const string Reader = "reader.onnx";

    public const string VehicleColor = "colour.onnx";

    /// <summary>What the reader's second head tells apart, one a line: <c>us-ca</c>, <c>de</c>, …</summary>
    public const string Regions = "regions.txt";

    /// <summary>One line: what the APIs call <c>lpr_version</c>.</summary>
    public const string Version = "version.txt";

    /// <summary>SHA-256 of the others, as <c>sha256sum</c> writes them.</summary>
    public const string Sums = "sums.txt";

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Recognition", "Models");

    /// <summary>The folder, whose files are as they came with the program. Throws <see cref="OnnxException"/> that names one that is not.</summary>
    public static string Verified()
    {
        foreach (var line in File.ReadAllLines(PathIn(Folder, Sums)))
        {
            if (line.Split("  ") is [var sum, var name])
            {
                using var file = File.OpenRead(PathIn(Folder, name));
                if (!sum.Equals(Convert.ToHexString(SHA256.HashData(file)), StringComparison.OrdinalIgnoreCase))
                {
                    throw new OnnxException($"The model file {file.Name} is damaged; it comes with the program: install or build it again.");
                }
            }
        }

        return Folder;
    }

    /// <summary>Full path of a model. Throws <see cref="OnnxException"/> where it is missing.</summary>
    public static string PathIn(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new OnnxException($"The model file {path} is missing; it comes with the program: install or build it again.");
    }
}
