namespace Dashboard.Live;

internal static class LiveSetup
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveReads>();
        builder.Services.AddSingleton<LivePictures>();
    }
}
