namespace Dashboard.Web;

/// <summary>The dashboard in the browser.</summary>
public static class WebSetup
{
    /// <summary>Registers Blazor and Radzen.</summary>
    public static void AddWeb(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps pages, assets and pictures.</summary>
    public static void MapWeb(this WebApplication app)
    {
    }
}
