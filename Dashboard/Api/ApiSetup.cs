namespace Dashboard.Api;

/// <summary>The REST surfaces.</summary>
public static class ApiSetup
{
    /// <summary>Registers what the APIs need.</summary>
    public static void AddApis(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps both dialects.</summary>
    public static void MapApis(this WebApplication app)
    {
    }
}
