using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition.Vehicles;

/// <summary>Tells the colour of a vehicle by what is around its plate: the seam at which tests say what it is.</summary>
internal interface IVehicleColorReader
{
    /// <summary>
    /// How likely each colour is; false where the picture cannot tell: without colours, too dark, or with too little of the vehicle in it.
    /// </summary>
    /// <param name="frame">The picture, with its colours.</param>
    /// <param name="corners">The plate's corners in its pixels.</param>
    /// <param name="shares">Gets a share for each of <see cref="VehicleColorReader.Colors"/>; they add up to 1.</param>
    bool TryRead(VideoFrame frame, PlateCorners corners, Span<float> shares);
}

/// <summary>
/// Tells it by a small network (Decision 0055). May be called from many threads. A network that fails is told once in the log, and no picture can
/// tell from then on: colours are less than what waits for them.
/// </summary>
internal sealed class VehicleColorReader(ILogger<VehicleColorReader> log) : IVehicleColorReader, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lazy<OnnxModel> _model = new(() => new OnnxModel(ModelFiles.PathIn(ModelFiles.Folder, ModelFiles.VehicleColor)));
    private OnnxBinding? _binding;
    private bool _hasFailed;

    /// <summary>What the network tells apart, in its order.</summary>
    public static IReadOnlyList<VehicleColor> Colors { get; } =
    [
        VehicleColor.White, VehicleColor.SilverGray, VehicleColor.Black, VehicleColor.Red, VehicleColor.Blue, VehicleColor.Green,
        VehicleColor.Yellow, VehicleColor.Orange, VehicleColor.Brown, VehicleColor.GoldBeige, VehicleColor.Purple,
    ];

    public bool TryRead(VideoFrame frame, PlateCorners corners, Span<float> shares)
    {
        lock (_lock)
        {
            try
            {
                return !_hasFailed && Run(frame, corners, shares);
            }
            catch (OnnxException exception)
            {
                _hasFailed = true;
                log.LogError(exception, "The colours of vehicles cannot be told");
                return false;
            }
        }
    }

    private bool Run(VideoFrame frame, PlateCorners corners, Span<float> shares)
    {
        _binding ??= new OnnxBinding(_model.Value, 1, VehiclePatch.Planes, VehiclePatch.Rows, VehiclePatch.Columns);
        if (!VehiclePatch.TryFill(frame, corners, _binding.Input))
        {
            return false;
        }

        _binding.Run();
        _binding.Output(0).CopyTo(shares);
        return true;
    }

    public void Dispose()
    {
        _binding?.Dispose();
        if (_model.IsValueCreated)
        {
            _model.Value.Dispose();
        }
    }
}
