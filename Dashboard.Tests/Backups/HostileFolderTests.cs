using System.Diagnostics;
using System.Runtime.Versioning;
using Dashboard.Backups;
using Dashboard.Backups.Databases;
using Dashboard.Configuration;
using Dashboard.Security;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Backups;

/// <summary>A folder to be restored may hold what is no file: none of it is opened, which may wait or go on for ever.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("picture", "pipe")]
    [InlineData("picture", "/dev/zero")]
    [InlineData("picture", "itself")]
    [InlineData("pictures", "itself")]
    [InlineData(BackupManifest.FileName, "pipe")]
    [InlineData(BackupManifest.FileName, "itself")]
    [InlineData(SumList.FileName, "pipe")]
    [InlineData(SumList.FileName, "/dev/zero")]
    [InlineData("dashboard.db", "pipe")]
    [InlineData("dashboard.db", "itself")]
    public async Task WhatIsNoFile_IsRefused_AndNothingIsLeft(string name, string kind)
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var flow = (await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1", hasPicture: true)))[0];
        var made = await new BackupWriter(
            new SqliteBackup(database.Options, database.Server), new PictureBackup(bench.Images), database.Server, database.Options, bench.Time)
            .WriteAsync(_folder.PathOf("backups"), cancellationToken: Cancellation);
        var path = name == "picture" ? $"pictures/{bench.Images.NameOf(bench.PathOf(flow))}" : name;
        Replace(Path.Combine(made.Folder, path), kind);

        var server = new ServerOptions { DataDirectory = _folder.PathOf("restored") };
        var restore = new BackupRestore(
            new SqliteBackup(database.Options, server), server, database.Options, FixedOptions.From(new SecurityOptions()), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<StartException>(
            () => restore.RestoreAsync(made.Folder, skipDamaged: false, _ => _ => { }, Cancellation));

        Assert.Contains(name == BackupManifest.FileName ? "manifest" : path, refused.Message);
        Assert.False(Directory.Exists(server.DataDirectory));
    }

    public void Dispose() => _folder.Dispose();

    private void Replace(string path, string kind)
    {
        var moved = _folder.PathOf("moved");
        Directory.Move(path, moved);
        if (kind == "pipe")
        {
            using var made = Process.Start("mkfifo", [path]);
            made.WaitForExit();
        }
        else
        {
            File.CreateSymbolicLink(path, kind == "itself" ? moved : kind);
        }
    }
}
