namespace Dashboard.Recognition.Onnx;

/// <summary>Where the models are: <c>Recognition/Models</c> beside the program.</summary>
public static class ModelFiles
{
    /// <summary>Finds plates.</summary>
    public const string Detector = "detector.onnx";

    /// <summary>Reads plates.</summary>
    public const string Reader = "reader.onnx";

    /// <summary>What the reader's second head tells apart, one a line: <c>us-ca</c>, <c>de</c>, …</summary>
    public const string Regions = "regions.txt";

    /// <summary>One line: what the APIs call <c>lpr_version</c>.</summary>
    public const string Version = "version.txt";

    /// <summary>Finds text: PP-OCRv4 detection.</summary>
    public const string TextDetection = "ppocr-v4-det.onnx";

    /// <summary>Reads a line of text: PP-OCRv4 recognition.</summary>
    public const string TextReading = "ppocr-v4-rec.onnx";

    /// <summary>The characters that the text reader knows, one a line.</summary>
    public const string TextCharacters = "ppocr-v4-keys.txt";

    /// <summary>The folder of the project's own models.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Recognition", "Models");

    /// <summary>Full path of a file of the general text engine. Throws <see cref="FileNotFoundException"/> with the way out where it is missing.</summary>
    public static string PathOf(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "models", name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"The model file {path} is missing; build the program again with npm installed (run.sh does it).", path);
    }

    /// <summary>Full path of one of the project's own models. Throws <see cref="OnnxException"/> where it is missing.</summary>
    public static string PathIn(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new OnnxException($"The model file {path} is missing; it comes with the program: install or build it again.");
    }
}
