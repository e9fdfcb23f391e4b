using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;
using Dashboard.Recognition.Vehicles;

namespace Dashboard.Tests.Tracking;

/// <summary>Tells the colour that a test says, by the frame; none: the picture cannot tell.</summary>
internal sealed class ScriptedColors(Func<VideoFrame, (VehicleColor Color, float Share)> colorOf) : IVehicleColorReader
{
    public static ScriptedColors Nothing { get; } = new(_ => default);

    public bool TryRead(VideoFrame frame, PlateCorners corners, Span<float> shares)
    {
        var (color, share) = colorOf(frame);
        shares.Fill((1 - share) / (shares.Length - 1));
        if (color != VehicleColor.None)
        {
            shares[VehicleColorReader.Colors.ToList().IndexOf(color)] = share;
        }

        return color != VehicleColor.None;
    }
}
