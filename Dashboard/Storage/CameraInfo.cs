namespace Dashboard.Storage;

/// <summary>What lists of flows show of a camera and ask for it by; deleted cameras too, for their flows are still asked for by name.</summary>
/// <param name="Id">The camera's id.</param>
/// <param name="SiteId">Where it stands: decides who may see its flows, so nobody leaves it out.</param>
/// <param name="AgentId">Who watches it; null: the server itself.</param>
/// <param name="Number">The number that its agent knows it by.</param>
/// <param name="Latitude">Where it stands, degrees; null: not told.</param>
/// <param name="Longitude">Where it stands, degrees; null: not told.</param>
public readonly record struct CameraInfo(
    int Id, string Alias, int SiteId, int? AgentId, long Number, double? Latitude = null, double? Longitude = null)
{
    /// <summary>A camera of which no row is left: it belongs to no site, so only who may see all sites sees it.</summary>
    public static CameraInfo Unknown(int id) => new(id, Alias: "", SiteId: 0, AgentId: null, Number: 0);
}
