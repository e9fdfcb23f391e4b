namespace Dashboard.Scout;

/// <summary>Registers what the vendor's format needs.</summary>
internal static class ScoutSetup
{
    public static void AddScout(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ServerHeartbeat>();
}
