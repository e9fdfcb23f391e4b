namespace Dashboard.Recognition.Imaging;

/// <summary>Brings a colour plane of any JPEG subsampling to 4:2:0.</summary>
internal static class ChromaPlanes
{
    /// <summary>The grey value of a colour plane.</summary>
    internal const byte Neutral = 128;

    /// <summary>Means where the plane is finer than 4:2:0, repeats where it is coarser; neutral where there is no colour.</summary>
    internal static void Resample(ReadOnlySpan<byte> source, int width, int height, int subsampling, Span<byte> target, int targetWidth)
    {
        if (source.IsEmpty)
        {
            target.Fill(Neutral);
            return;
        }

        var (across, down) = subsampling switch
        {
            TurboJpeg.Samples444 => (1, 1),
            TurboJpeg.Samples422 => (2, 1),
            TurboJpeg.Samples420 => (2, 2),
            TurboJpeg.Samples440 => (1, 2),
            TurboJpeg.Samples411 => (4, 1),
            _ => throw new InvalidDataException($"The JPEG's colour subsampling {subsampling} is unknown."),
        };
        for (var i = 0; i < target.Length; i++)
        {
            // The 2x2 block of the picture that this value stands for, in samples of the source.
            int x = i % targetWidth * 2, y = i / targetWidth * 2;
            int x0 = Math.Min(x / across, width - 1), x1 = Math.Min((x + 1) / across, width - 1);
            int y0 = Math.Min(y / down, height - 1), y1 = Math.Min((y + 1) / down, height - 1);
            var sum = source[(y0 * width) + x0] + source[(y0 * width) + x1] + source[(y1 * width) + x0] + source[(y1 * width) + x1];
            target[i] = (byte)((sum + 2) / 4);
        }
    }
}
