using System.Net.Http.Headers;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Storage;

/// <summary>Two servers with a data directory each, over one database.</summary>
[Trait("Category", "Server")]
public sealed class SeveralServersTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-shared-").FullName;
    private string? _provider;
    private string? _connection;

    [Theory, ProviderData]
    public async Task Servers_OfOneDatabase_ShareTokensSessionsAndSecrets(string provider)
    {
        var settings = Settings(provider);
        await using var first = await DashboardApp.StartAsync(settings);
        await using var second = await DashboardApp.StartAsync(settings);
        Assert.NotEqual(first.DataDirectory, second.DataDirectory);

        using var client = second.AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await first.TokenAsync(Roles.Administrator));
        await client.GetAsync("/cameras", Cancellation).ReadAsync();
        var (name, value) = await first.SessionCookieAsync();
        using var person = second.AnonymousClient();
        person.DefaultRequestHeaders.Add("Cookie", $"{name}={value}");
        await person.GetAsync("/app/flows", Cancellation).ReadAsync();

        const string Source = "rtsp://operator:s3cret@192.0.2.9/stream";
        await first.AddCameraAsync("Gate", Source);
        await second.AddCameraAsync("Yard", Source);
        foreach (var server in new[] { first, second })
        {
            await Eventually.TrueAsync(
                async () => (await server.CamerasAsync()).Count(camera => camera.Source == Source) == 2,
                "both servers know both cameras and their addresses");
        }
    }

    [Theory, ProviderData]
    public async Task Servers_ThatStartAtOnceOnAnEmptyDatabase_MakeOneKeyRing(string provider)
    {
        var settings = Settings(provider);
        var apps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => DashboardApp.StartAsync(settings))));
        try
        {
            await using var db = await apps[0].OpenDatabaseAsync();
            Assert.Equal(1, await db.DataProtectionKeys.CountAsync(Cancellation));
            Assert.Equal(1, await db.ServerSecrets.CountAsync(Cancellation));
            Assert.Equal(1, await db.Sites.CountAsync(Cancellation));
            Assert.Equal(Roles.All.Count, await db.Roles.CountAsync(Cancellation));
            Assert.Single(apps.Select(app => app.SigningKeyId).Distinct());
            Assert.All(apps, app => Assert.Empty(Directory.GetFiles(app.DataDirectory, "*.key", SearchOption.AllDirectories)));
        }
        finally
        {
            foreach (var app in apps)
            {
                await app.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_provider is not null)
        {
            await TestServers.DropAsync(_provider, _connection!);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string[] Settings(string provider)
    {
        (_connection, _provider) = (TestServers.NewDatabase(provider, _folder), provider);
        return [$"--Database:Provider={provider}", $"--Database:ConnectionString={_connection}"];
    }
}
