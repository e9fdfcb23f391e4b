using Dashboard.Api.TokenApi;

namespace Dashboard.Api;

/// <summary>The REST surfaces.</summary>
public static class ApiSetup
{
    /// <summary>Registers what the APIs need.</summary>
    public static void AddApis(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Stands before authentication, so that a refused request also gets its dialect's error body.</summary>
    public static void UseApis(this WebApplication app)
    {
        app.UseTokenApi();
    }

    /// <summary>Maps both dialects.</summary>
    public static void MapApis(this WebApplication app)
    {
    }
}
