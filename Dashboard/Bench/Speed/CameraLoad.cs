namespace Dashboard.Bench.Speed;

/// <summary>What a camera costs, and how many of them a machine carries.</summary>
/// <param name="Scene">What it looks at.</param>
/// <param name="Recognition">Milliseconds a processor is busy with a frame, beyond decoding it.</param>
/// <param name="Decoding">Milliseconds of a processor to decode a frame; null where it was not measured.</param>
/// <param name="Rate">Frames a second.</param>
internal sealed record CameraLoad(string Scene, double Recognition, double? Decoding, double Rate)
{
    /// <summary>Share of a core that the camera takes beyond decoding; 1 is a whole core.</summary>
    public double CoreShare => Recognition * Rate / 1000;

    /// <summary>How many such cameras fit.</summary>
    /// <param name="cores">Cores of the machine.</param>
    /// <param name="threads">Frames that are recognised at once.</param>
    public double Cameras(int cores, int threads) => Math.Min(threads / CoreShare, cores / (CoreShare + ((Decoding ?? 0) * Rate / 1000)));

    /// <summary>How many fit where something else decodes.</summary>
    /// <param name="threads">Frames that are recognised at once.</param>
    public double CamerasWithoutDecoding(int threads) => threads / CoreShare;
}
