using Dashboard.Backups;
using Dashboard.Configuration;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Backups;

public sealed class BackupFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BackupFolder Folder => new(_folder.Root);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Backup_OfATimeToCome_IsNotTheNewest_AndCostsNoOtherItsPlace()
    {
        Make("2024-01-01T00-00-00Z", "2024-01-02T00-00-00Z", "2024-01-03T00-00-00Z", "2026-01-01T00-00-00Z");
        var now = new DateTimeOffset(2024, 1, 3, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(new DateTimeOffset(2024, 1, 3, 0, 0, 0, TimeSpan.Zero), Folder.NewestAt(now));
        Assert.EndsWith("2024-01-03T00-00-00Z", BackupFolder.Find(_folder.Root, now));
        Assert.Equal(1, Folder.CleanUp(keep: 2, now));
        Assert.Equal(
            ["2024-01-02T00-00-00Z", "2024-01-03T00-00-00Z", "2026-01-01T00-00-00Z"], Folder.Whole().Select(Path.GetFileName));
        Assert.EndsWith("2026-01-01T00-00-00Z", Assert.Single(Folder.Ahead(now)));
    }

    [Fact]
    public void Backup_OfATimeToCome_IsRestoredWhereThereIsNoOther()
    {
        Make("2026-01-01T00-00-00Z");

        Assert.EndsWith("2026-01-01T00-00-00Z", BackupFolder.Find(_folder.Root, TestTime.Noon.AddYears(-10)));
        Assert.Null(Folder.NewestAt(TestTime.Noon.AddYears(-10)));
        Assert.Throws<StartException>(() => BackupFolder.Find(_folder.PathOf("none"), TestTime.Noon));
    }

    private void Make(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(_folder.PathOf(name));
            File.WriteAllText(_folder.PathOf(Path.Combine(name, BackupManifest.FileName)), "{}");
        }
    }
}
