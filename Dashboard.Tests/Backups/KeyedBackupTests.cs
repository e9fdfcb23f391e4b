using System.Security.Cryptography;
using Dashboard.Backups;
using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Backups;

/// <summary>A backup whose keys are encrypted with a key file is of no use without it, which is said before anything is restored.</summary>
public sealed class KeyedBackupTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<(string Provider, string Connection)> _made = [];

    [Theory, ProviderData]
    public async Task Restore_WithoutTheKeyFile_OrWithAnother_IsRefused_AndWithItIsWhole(string provider)
    {
        var keyFile = MakeKeyFile("key");
        var source = Database(provider, "data");
        await using (var app = DashboardServer.Build([.. source, $"--Security:KeyFile={keyFile}"]))
        {
            await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
            await app.Services.GetRequiredService<BackupWriter>().WriteAsync(_folder.PathOf("backups"), cancellationToken: Cancellation);
        }

        var target = Database(provider, "restored");
        if (provider != nameof(DatabaseProvider.Sqlite))
        {
            await TestServers.CreateEmptyAsync(_made[^1].Connection);
        }

        foreach (var (given, said) in new[] { ("", "give the server's with --Security:KeyFile="), (MakeKeyFile("other"), "is not the file that") })
        {
            var refused = await Assert.ThrowsAsync<StartException>(() => RestoreAsync(target, given));
            Assert.Contains(said, refused.Message);
            Assert.False(Directory.Exists(_folder.PathOf("restored")));
        }

        await RestoreAsync(target, keyFile);
        await using var restored = DashboardServer.Build([.. target, $"--Security:KeyFile={keyFile}"]);
        await restored.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
    }

    [Fact]
    public async Task Restore_OfKeysInClear_NeedsNoKeyFile_AndTakesOne()
    {
        var source = Database(nameof(DatabaseProvider.Sqlite), "data");
        await using (var app = DashboardServer.Build(source))
        {
            await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
            await app.Services.GetRequiredService<BackupWriter>().WriteAsync(_folder.PathOf("backups"), cancellationToken: Cancellation);
        }

        await RestoreAsync(Database(nameof(DatabaseProvider.Sqlite), "restored"), "");
        await RestoreAsync(Database(nameof(DatabaseProvider.Sqlite), "again"), MakeKeyFile("key"));
    }

    [Fact]
    public void RowsOfPgRestore_AreReadByTheirColumn()
    {
        const string Text = "SET x;\nCOPY public.\"DataProtectionKeys\" (\"Id\", \"Xml\", \"FriendlyName\") FROM stdin;\n"
            + "1\t<key a=\"\\\\\">\\n</key>\tone\n2\t\\N\ttwo\n\\.\n\nSELECT 1\tSELECT 2;\n";
        Assert.Equal(["<key a=\"\\\">\n</key>"], Dashboard.Backups.Databases.CopiedText.Column(Text, "Xml"));
        Assert.Empty(Dashboard.Backups.Databases.CopiedText.Column("SET x;\n", "Xml"));
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        foreach (var (provider, connection) in _made)
        {
            await TestServers.DropAsync(provider, connection);
        }

        _folder.Dispose();
    }

    private async Task RestoreAsync(string[] target, string keyFile)
    {
        await using var app = DashboardServer.Build([.. target, $"--Security:KeyFile={keyFile}"]);
        await app.Services.GetRequiredService<BackupRestore>().RestoreAsync(
            _folder.PathOf("backups"), skipDamaged: false, _ => _ => { }, Cancellation);
    }

    private string[] Database(string provider, string name)
    {
        var connection = provider == nameof(DatabaseProvider.Sqlite) ? "" : TestServers.NewDatabase(provider, _folder.Root);
        _made.Add((provider, connection));
        return
        [
            $"--DataDirectory={_folder.PathOf(name)}", $"--Database:Provider={provider}", $"--Database:ConnectionString={connection}",
        ];
    }

    private string MakeKeyFile(string name)
    {
        File.WriteAllBytes(_folder.PathOf(name), RandomNumberGenerator.GetBytes(32));
        return _folder.PathOf(name);
    }
}
