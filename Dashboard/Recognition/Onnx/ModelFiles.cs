namespace Dashboard.Recognition.Onnx;

/// <summary>Where the models are: <c>Recognition/Models</c> beside the program.</summary>
internal static class ModelFiles
{
    public const string Detector = "detector.onnx";

    public const string Reader = "reader.onnx";

    /// <summary>What the reader's second head tells apart, one a line: <c>us-ca</c>, <c>de</c>, …</summary>
    public const string Regions = "regions.txt";

    /// <summary>One line: what the APIs call <c>lpr_version</c>.</summary>
    public const string Version = "version.txt";

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Recognition", "Models");

    /// <summary>Full path of a model. Throws <see cref="OnnxException"/> where it is missing.</summary>
    public static string PathIn(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new OnnxException($"The model file {path} is missing; it comes with the program: install or build it again.");
    }
}
