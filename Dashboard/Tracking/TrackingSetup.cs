namespace Dashboard.Tracking;

/// <summary>Registers the tracker's worker.</summary>
public static class TrackingSetup
{
    /// <summary>Adds it.</summary>
    public static void AddTracking(this WebApplicationBuilder builder)
    {
    }
}
