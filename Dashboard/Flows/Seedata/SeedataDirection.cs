using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;

namespace Dashboard.Flows.Seedata;

[DisplayName("Direction"), Description("Where a vehicle went, as far as it is known.")]
internal sealed record SeedataDirection
{
    [Description("What somebody called that direction of the camera, such as `in`; null where it has no name.")]
    public required string? Name { get; init; }

    [Description("Its angle in the picture: 0 is up, 90 right, 180 down, 270 left; null where it is not known."), Range(0, 359)]
    public required int? Degrees { get; init; }

    [Description("`towards` the camera or `away` from it; null where it is not known.")]
    public required string? Movement { get; init; }

    public static SeedataDirection From(Flow flow) => new()
    {
        Name = flow.DirectionName,
        Degrees = flow.Direction,
        Movement = flow.Approach is Approach.Towards or Approach.Away ? ApproachText.Write(flow.Approach) : null,
    };
}
