using Dashboard.Backups;
using Dashboard.Backups.Archives;
using Dashboard.Configuration;
using Dashboard.Storage.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Backups;

/// <summary>What a backup or its restoring leaves behind where it was killed.</summary>
public sealed class KilledBackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Restore_ThatWasKilled_IsNoServer_AndIsBegunAnew()
    {
        await using (var source = Build("data"))
        {
            await PrepareAsync(source);
            await source.Services.GetRequiredService<BackupWriter>().WriteAsync(_folder.PathOf("backups"), cancellationToken: Cancellation);
        }

        var restored = Directory.CreateDirectory(_folder.PathOf("restored")).FullName;
        UnfinishedRestore.Begin(restored).Dispose();
        await File.WriteAllTextAsync(Path.Combine(restored, "dashboard.db"), "half of it", Cancellation);
        await using var target = Build("restored");
        var refused = await Assert.ThrowsAsync<StartException>(() => PrepareAsync(target));
        Assert.Contains("was interrupted: restore it again", refused.Message);

        await target.Services.GetRequiredService<BackupRestore>()
            .RestoreAsync(_folder.PathOf("backups"), skipDamaged: false, _ => _ => { }, Cancellation);
        Assert.False(UnfinishedRestore.IsIn(restored));
        await PrepareAsync(target);
    }

    [Fact]
    public async Task Restore_BesideOneThatGoesOn_TakesNothingFromIt()
    {
        await using (var source = Build("data"))
        {
            await PrepareAsync(source);
            await source.Services.GetRequiredService<BackupWriter>().WriteAsync(_folder.PathOf("backups"), cancellationToken: Cancellation);
        }

        var restored = Directory.CreateDirectory(_folder.PathOf("restored")).FullName;
        await File.WriteAllTextAsync(Path.Combine(restored, "picture.jpg"), "of the first", Cancellation);
        await using var target = Build("restored");
        using var first = UnfinishedRestore.Begin(restored);
        var refused = await Assert.ThrowsAsync<StartException>(() => target.Services.GetRequiredService<BackupRestore>()
            .RestoreAsync(_folder.PathOf("backups"), skipDamaged: false, _ => _ => { }, Cancellation));
        Assert.Contains("is being restored into", refused.Message);
        Assert.True(File.Exists(Path.Combine(restored, "picture.jpg")));
    }

    [Theory]
    [InlineData("others//tmp/out")]
    [InlineData("others/../../out")]
    [InlineData("others/./out")]
    public async Task List_ThatLeadsOutOfTheFolder_IsRefused(string path)
    {
        await File.WriteAllTextAsync(_folder.PathOf(SumList.FileName), SumList.Line(new FileSum(path, new string('a', 64))) + "\n", Cancellation);
        await Assert.ThrowsAsync<BackupException>(async () => await SumList.ReadAsync(_folder.Root, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task File_BesideWhichOneWasKilled_RemovesWhatThatLeft()
    {
        await using var source = Build("data");
        await PrepareAsync(source);
        var writer = source.Services.GetRequiredService<BackupWriter>();
        var (old, fresh) = (Leave("old.tar", daysAgo: 2), Leave("fresh.tar", daysAgo: 0));
        var (half, strangers) = (LeaveFile("old.tar.backup-unfinished"), LeaveFile("thesis.unfinished"));
        await BackupArchive.WriteAsync(
            _folder.PathOf("new.tar"), parts => writer.WriteAsync(parts, cancellationToken: Cancellation), (_, _, _) => _ => { }, Cancellation);
        Assert.False(Directory.Exists(old));
        Assert.True(Directory.Exists(fresh));
        Assert.False(File.Exists(half));
        Assert.True(File.Exists(strangers));
        Assert.True(File.Exists(_folder.PathOf("new.tar")));
    }

    [Fact]
    public async Task File_InAFolderThatIsNotThere_MakesIt()
    {
        await using var source = Build("data");
        await PrepareAsync(source);
        var writer = source.Services.GetRequiredService<BackupWriter>();
        var file = Path.Combine(_folder.PathOf("disk"), "new.tar");
        await BackupArchive.WriteAsync(
            file, parts => writer.WriteAsync(parts, cancellationToken: Cancellation), (_, _, _) => _ => { }, Cancellation);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(_folder.PathOf("disk")));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static Task PrepareAsync(WebApplication app) => app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);

    private WebApplication Build(string data) => DashboardServer.Build([$"--DataDirectory={_folder.PathOf(data)}"]);

    private string Leave(string file, int daysAgo)
    {
        var (parts, at) = (_folder.PathOf(file + ".backup-parts"), DateTime.UtcNow.AddDays(-daysAgo));
        Directory.CreateDirectory(parts);
        File.WriteAllText(Path.Combine(parts, "dashboard.db"), "half of it");
        File.SetLastWriteTimeUtc(Path.Combine(parts, "dashboard.db"), at);
        Directory.SetLastWriteTimeUtc(parts, at);
        return parts;
    }

    private string LeaveFile(string file)
    {
        File.WriteAllText(_folder.PathOf(file), "half of it");
        File.SetLastWriteTimeUtc(_folder.PathOf(file), DateTime.UtcNow.AddDays(-2));
        return _folder.PathOf(file);
    }
}
