namespace Dashboard.Domain.Flows;

/// <summary>What agents tell of a flow beyond what our own recognition knows. Confidences are 0 to 1; null and empty: not told.</summary>
public sealed class FlowDetail
{
    public long FlowId { get; set; }

    /// <summary>The agent's number of the plate among those it has seen.</summary>
    public int PlateIndex { get; set; }

    /// <summary>The agent's name of the best picture, as it gave it.</summary>
    public string ImageId { get; set; } = "";

    /// <summary>The best plate as the agent wrote it, where it has other characters than A to Z, digits and separators; empty: it has not.</summary>
    public string WrittenPlate { get; set; } = "";

    /// <summary>
    /// When the picture was captured by the agent's clock, where that cannot be; the flow then bears the time of its arrival. Null: the agent's
    /// time was believed.
    /// </summary>
    public DateTimeOffset? ToldAt { get; set; }

    public double? RegionConfidence { get; set; }

    /// <summary>Direction of travel, whole degrees 0 to 359.</summary>
    public int? Direction { get; set; }

    /// <summary>The agent's number of the direction.</summary>
    public int? DirectionId { get; set; }

    /// <summary>Where the camera stands, degrees.</summary>
    public double? Latitude { get; set; }

    /// <inheritdoc cref="Latitude"/>
    public double? Longitude { get; set; }

    public string? Color { get; set; }

    public double? ColorConfidence { get; set; }

    public string? Make { get; set; }

    public double? MakeConfidence { get; set; }

    public string? MakeModel { get; set; }

    public double? MakeModelConfidence { get; set; }

    public string? BodyType { get; set; }

    public double? BodyTypeConfidence { get; set; }

    /// <summary>Where the vehicle is in the picture, pixels.</summary>
    public int? VehicleX { get; set; }

    /// <inheritdoc cref="VehicleX"/>
    public int? VehicleY { get; set; }

    /// <inheritdoc cref="VehicleX"/>
    public int? VehicleWidth { get; set; }

    /// <inheritdoc cref="VehicleX"/>
    public int? VehicleHeight { get; set; }
}
