using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Pages.Cameras.Directions;

/// <summary>The names of a camera's directions while they are edited.</summary>
public sealed class DirectionForm(CameraDirection? stored)
{
    private const int Down = 180;

    /// <inheritdoc cref="CameraDirection.Degrees"/>
    public int Degrees { get; set; } = stored?.Degrees ?? Down;

    /// <inheritdoc cref="CameraDirection.Name"/>
    public string Name { get; set; } = stored?.Name ?? "";

    /// <inheritdoc cref="CameraDirection.Opposite"/>
    public string Opposite { get; set; } = stored?.Opposite ?? "";

    /// <summary>As it is to be stored; null: neither direction has a name.</summary>
    public CameraDirection? ToDirection() =>
        Name.Trim().Length > 0 || Opposite.Trim().Length > 0 ? new CameraDirection(Degrees, Name.Trim(), Opposite.Trim()) : null;
}
