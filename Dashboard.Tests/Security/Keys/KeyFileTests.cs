using System.Security.Cryptography;
using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Security.Keys;

/// <summary>The keys in the database are worth nothing without a file that is not in the data directory.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string Secret = "rtsp://user:s3cret@192.0.2.1/";
    private readonly TemporaryFolder _folder = new();
    private readonly string _keyFile;
    private string _data = "data";

    public KeyFileTests()
    {
        MigratedFile.Put(_folder.PathOf("data"));
        _keyFile = MakeKeyFile("key");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task KeysInClear_AreEncryptedAtTheNextStart_AndWorkOn()
    {
        var before = await StartAsync("", protection => protection.Protect(Secret));
        Assert.All(await KeysAsync(), key => Assert.Contains("masterKey", key));

        var (read, written) = await StartAsync(_keyFile, protection => (protection.Unprotect(before), protection.Protect(Secret)));

        Assert.Equal(Secret, read);
        Assert.All(await KeysAsync(), key => Assert.DoesNotContain("masterKey", key));
        Assert.Equal(Secret, await StartAsync(_keyFile, protection => protection.Unprotect(written)));
    }

    [Fact]
    public async Task Start_WithoutTheFile_OrWithAnother_SaysSo_AndMakesNoNewKey()
    {
        await StartAsync(_keyFile, protection => protection.Protect(Secret));
        var keys = await KeysAsync();
        Assert.All(keys, key => Assert.DoesNotContain("masterKey", key));

        foreach (var other in new[] { "", MakeKeyFile("other") })
        {
            var refused = await Assert.ThrowsAsync<StartException>(() => StartAsync(other, protection => protection.Protect(Secret)));
            Assert.Contains("Security:KeyFile", refused.Message);
        }

        Assert.Equal(keys, await KeysAsync());
    }

    [Theory]
    [InlineData("data")] // Its keys were made without a file.
    [InlineData("new")]
    public async Task KeyFile_ThatIsChanged_LeavesSecretsWhole_AndTheFormerOneIsWorthNothing(string data)
    {
        _data = data;
        var written = await StartAsync(_keyFile, protection => protection.Protect(Secret));
        var other = MakeKeyFile("other");

        Assert.Equal(Secret, await StartAsync(other, protection => protection.Unprotect(written), former: _keyFile));
        Assert.Equal(Secret, await StartAsync(other, protection => protection.Unprotect(written), former: _keyFile));
        Assert.Equal(Secret, await StartAsync(other, protection => protection.Unprotect(written)));
        await Assert.ThrowsAsync<StartException>(() => StartAsync(_keyFile, protection => protection.Unprotect(written)));

        Assert.Equal(Secret, await StartAsync("", protection => protection.Unprotect(written), former: other));
        Assert.All(await KeysAsync(), key => Assert.Contains("masterKey", key));
    }

    [Fact]
    public async Task FormerKeyFile_ThatFitsNothing_ChangesNothing()
    {
        await StartAsync(_keyFile, protection => protection.Protect(Secret));
        var keys = await KeysAsync();
        var (other, third) = (MakeKeyFile("other"), MakeKeyFile("third"));

        await Assert.ThrowsAsync<StartException>(() => StartAsync(other, protection => protection.Protect(Secret), former: third));
        Assert.Equal(keys, await KeysAsync());
    }

    private string MakeKeyFile(string name)
    {
        File.WriteAllBytes(_folder.PathOf(name), RandomNumberGenerator.GetBytes(32));
        return _folder.PathOf(name);
    }

    private async Task<T> StartAsync<T>(string keyFile, Func<IDataProtector, T> work, string former = "")
    {
        await using var app = DashboardServer.Build(
            [$"--DataDirectory={_folder.PathOf(_data)}", $"--Security:KeyFile={keyFile}", $"--Security:FormerKeyFile={former}"]);
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
        return work(app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test"));
    }

    private async Task<IReadOnlyList<string>> KeysAsync()
    {
        await using var app = DashboardServer.Build([$"--DataDirectory={_folder.PathOf(_data)}"]);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        return [.. (await db.DataProtectionKeys.OrderBy(key => key.Id).ToListAsync(Cancellation)).Select(key => key.Xml ?? "")];
    }
}
