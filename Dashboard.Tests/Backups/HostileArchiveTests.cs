using System.Formats.Tar;
using System.Text;
using Dashboard.Backups;
using Dashboard.Backups.Archives;

namespace Dashboard.Tests.Backups;

/// <summary>A file to be restored may have been written by anybody.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private const string Backup = "2026-01-02T03-04-05Z";
    private const string Elsewhere = "which leads elsewhere";
    private const string NoFile = "which is neither a file nor a folder";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("../outside.txt", Elsewhere)]
    [InlineData(Backup + "/../../outside.txt", Elsewhere)]
    [InlineData(Backup + "/pictures/..", Elsewhere)]
    [InlineData("/tmp/outside-dashboard.txt", Elsewhere)]
    [InlineData("//tmp/outside-dashboard.txt", Elsewhere)]
    [InlineData("..\\outside.txt", Elsewhere)]
    [InlineData("C:\\outside.txt", Elsewhere)]
    [InlineData("C:outside.txt", Elsewhere)]
    [InlineData(Backup + "/a\u0001b", Elsewhere)]
    [InlineData(Backup + "/a//b", Elsewhere)]
    [InlineData(Backup + "/manifest.json", "which is in it twice")]
    [InlineData(Backup, "which is in it twice")]
    [InlineData(Backup + "/manifest.json/below", "is a file, no folder")]
    public async Task Name_ThatNoBackupHas_IsRefused_AndNothingIsLeft(string name, string reason) =>
        await RefuseAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) }, reason);

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public async Task Entry_ThatIsNoFile_IsRefused_AndNothingIsLeft(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, $"{Backup}/pictures");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = $"{Backup}/manifest.json"; // Even one that stays in the folder.
        }

        await RefuseAsync(entry, NoFile);
    }

    [Fact]
    public async Task SparseFile_IsNotBlownUp()
    {
        var sparse = new PaxTarEntry(TarEntryType.RegularFile, $"{Backup}/GNUSparseFile.0/big", new Dictionary<string, string>
        {
            ["GNU.sparse.major"] = "1",
            ["GNU.sparse.minor"] = "0",
            ["GNU.sparse.name"] = $"{Backup}/big",
            ["GNU.sparse.realsize"] = "1000000000000",
        })
        {
            DataStream = new MemoryStream(Encoding.ASCII.GetBytes("1\n999999999999\n1\n".PadRight(512, '\0') + "x")),
        };
        var largest = await UnpackAsync(await WriteAsync(sparse), folder => Task.FromResult(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Max(file => new FileInfo(file).Length)));
        Assert.InRange(largest, 1, 10_000);
    }

    [Fact]
    public async Task Archive_OfAnotherProgram_IsUnpacked_ForItsOwnerAlone_WithItsTimes()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var file = _folder.PathOf("plates.tar");
        await using (var archive = new TarWriter(File.Create(file)))
        {
            await archive.WriteEntryAsync(
                new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "x" }), Cancellation);
            await archive.WriteEntryAsync(new GnuTarEntry(TarEntryType.Directory, "./"), Cancellation);
            await archive.WriteEntryAsync(
                new GnuTarEntry(TarEntryType.RegularFile, $"./{Backup}/manifest.json")
                {
                    DataStream = new MemoryStream("{}"u8.ToArray()),
                    Mode = (UnixFileMode)0b111_111_111 | UnixFileMode.SetUser,
                    ModificationTime = at,
                },
                Cancellation);
        }

        Assert.Equal("{}", await UnpackAsync(file, folder =>
        {
            var manifest = Path.Combine(folder, "manifest.json");
            Assert.Equal(at.UtcDateTime, File.GetLastWriteTimeUtc(manifest));
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(manifest) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            return File.ReadAllTextAsync(manifest, Cancellation);
        }));
    }

    public void Dispose() => _folder.Dispose();

    private async Task RefuseAsync(TarEntry entry, string reason)
    {
        var file = await WriteAsync(entry);
        var refused = await Assert.ThrowsAsync<BackupException>(() => UnpackAsync<string>(
            file, _ => throw new InvalidOperationException("It was unpacked.")));
        Assert.Contains(reason, refused.Message);
        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.Equal(["plates.tar"], Left());
        Assert.False(File.Exists("/tmp/outside-dashboard.txt"));
    }

    private IEnumerable<string> Left() =>
        Directory.EnumerateFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.Root, path));

    // What looks like a backup, with one entry more at its end.
    private async Task<string> WriteAsync(TarEntry last)
    {
        var file = _folder.PathOf("plates.tar");
        await using var archive = new TarWriter(File.Create(file));
        await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, $"{Backup}/"), Cancellation);
        await archive.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, $"{Backup}/manifest.json") { DataStream = new MemoryStream("{}"u8.ToArray()) }, Cancellation);
        await archive.WriteEntryAsync(last, Cancellation);
        return file;
    }

    private Task<T> UnpackAsync<T>(string file, Func<string, Task<T>> useAsync) =>
        BackupArchive.UnpackAsync(file, _folder.PathOf("restored"), useAsync, (_, _, _) => _ => { }, Cancellation);
}
