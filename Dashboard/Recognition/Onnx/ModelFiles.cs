namespace Dashboard.Recognition.Onnx;

/// <summary>Where the models are: the folder <c>models</c> beside the program.</summary>
public static class ModelFiles
{
    /// <summary>Finds text: PP-OCRv4 detection.</summary>
    public const string TextDetection = "ppocr-v4-det.onnx";

    /// <summary>Reads a line of text: PP-OCRv4 recognition.</summary>
    public const string TextReading = "ppocr-v4-rec.onnx";

    /// <summary>The characters that the reader knows, one a line.</summary>
    public const string TextCharacters = "ppocr-v4-keys.txt";

    /// <summary>Full path of a model file. Throws <see cref="FileNotFoundException"/> with the way out where it is missing.</summary>
    public static string PathOf(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "models", name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"The model file {path} is missing; build the program again with npm installed (run.sh does it).", path);
    }
}
