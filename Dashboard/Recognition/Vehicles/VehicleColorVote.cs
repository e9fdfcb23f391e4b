using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;

namespace Dashboard.Recognition.Vehicles;

/// <summary>The colour of a vehicle by all views that were asked: the mean of what each tells.</summary>
internal sealed class VehicleColorVote
{
    /// <summary>A colour that is less sure is not told. Measured: Recognition/Models/README.md.</summary>
    public const double MinConfidence = .6;

    private readonly float[] _sum = new float[VehicleColorReader.Colors.Count];
    private int _views;

    /// <summary>Asks a view, and takes what it tells.</summary>
    /// <param name="reader">Tells the colour of a vehicle.</param>
    /// <param name="frame">The picture.</param>
    /// <param name="corners">The plate's corners in its pixels.</param>
    public void Add(IVehicleColorReader reader, VideoFrame frame, PlateCorners corners)
    {
        Span<float> shares = stackalloc float[_sum.Length];
        if (reader.TryRead(frame, corners, shares))
        {
            Add(shares);
        }
    }

    /// <summary>Takes what a view tells.</summary>
    /// <param name="shares">A share for each of <see cref="VehicleColorReader.Colors"/>.</param>
    public void Add(ReadOnlySpan<float> shares)
    {
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] += shares[i];
        }

        _views++;
    }

    /// <summary>The likeliest colour and how sure it is, 0 to 1; none and 0 where it is not sure enough.</summary>
    public (VehicleColor Color, double Confidence) Decide()
    {
        var best = _sum.AsSpan().IndexOf(_sum.Max());
        var confidence = _views == 0 ? 0 : Math.Min(1, _sum[best] / _views);
        return confidence >= MinConfidence ? (VehicleColorReader.Colors[best], confidence) : (VehicleColor.None, 0);
    }
}
