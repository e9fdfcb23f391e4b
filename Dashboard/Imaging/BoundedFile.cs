namespace Dashboard.Imaging;

/// <summary>Reads files that somebody else may have put there: none fills the memory, and none is waited for that never ends.</summary>
internal static class BoundedFile
{
    /// <summary>More than any picture of the largest size has.</summary>
    public const int MaxPictureBytes = 64 << 20;

    /// <summary>
    /// All of a file. Throws <see cref="InvalidDataException"/> where it has more bytes, or none: pipes and devices have none either, and to open one
    /// would wait for ever.
    /// </summary>
    public static async Task<byte[]> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken = default)
    {
        var length = LengthOf(path);
        if (length > maxBytes)
        {
            throw new InvalidDataException($"The file has {length >> 20} MB, more than a picture may have.");
        }

        // What grows meanwhile is read as far as it went.
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
        var bytes = new byte[length];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>How many bytes a file has, before it is opened. Throws <see cref="InvalidDataException"/> where it has none, as above.</summary>
    public static long LengthOf(string path)
    {
        var length = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).Length;
        return length > 0 ? length : throw new InvalidDataException("The file is empty, or no ordinary file.");
    }
}
