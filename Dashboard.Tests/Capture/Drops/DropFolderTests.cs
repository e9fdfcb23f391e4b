using Dashboard.Capture;
using Dashboard.Capture.Drops;
using Dashboard.Configuration;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Drops;

public sealed class DropFolderTests : IDisposable
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly TemporaryFolder _files = new();
    private readonly DropFolder _folder;

    public DropFolderTests() => _folder = new DropFolder(_files.Root, _time);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Look_ReturnsWhatIsWhole_TheOldestFirst_FromFoldersInsideToo()
    {
        Drop("late.jpg", secondsAgo: 10);
        Drop("2026/12/01/pic 10.jpg", secondsAgo: 60);
        Drop("2026/12/01/pic 2.png", secondsAgo: 60);
        Drop("note.txt", secondsAgo: 60);
        Drop(".hidden.jpg", secondsAgo: 60);
        Drop("read/done.jpg", secondsAgo: 60);
        Drop("unreadable/broken.jpg", secondsAgo: 60);

        Assert.Equal(["2026/12/01/pic 2.png", "2026/12/01/pic 10.jpg", "late.jpg"], Names());
    }

    [Fact]
    public void Look_LeavesWhatIsStillBeingWritten_UntilItStaysAsItIs()
    {
        Drop("a.jpg", secondsAgo: 0);
        Assert.Empty(Names());
        _time.Advance(TimeSpan.FromSeconds(.9));
        Drop("a.jpg", secondsAgo: 0, bytes: 20);
        Assert.Empty(Names());
        _time.Advance(TimeSpan.FromSeconds(.9));
        Assert.Empty(Names());
        _time.Advance(TimeSpan.FromSeconds(.2));
        Assert.Equal(["a.jpg"], Names());
    }

    [Fact]
    public void Look_OfAFileFromTheFuture_TakesItAsOfNow()
    {
        Drop("a.jpg", secondsAgo: -3600);
        _folder.Look();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(_time.GetUtcNow(), Assert.Single(_folder.Look()).DroppedAt);
    }

    [Fact]
    public void Move_KeepsThePlace_AndReplacesNothing()
    {
        foreach (var bytes in (int[])[5, 6])
        {
            Drop("gate/a.jpg", secondsAgo: 60, bytes);
            _folder.Move(_files.PathOf("gate/a.jpg"), isRead: true);
        }

        Drop("b.jpg", secondsAgo: 60);
        _folder.Move(_files.PathOf("b.jpg"), isRead: false);
        _folder.Move(_files.PathOf("gone.jpg"), isRead: true);

        Assert.Equal((5, 6), (Length("read/gate/a.jpg"), Length("read/gate/a (2).jpg")));
        Assert.True(File.Exists(_files.PathOf("unreadable/b.jpg")));
        Assert.Empty(Names());
    }

    [Fact]
    public void Prune_DeletesWhatWasReadLongAgo_AndNothingElse()
    {
        Drop("read/old.jpg", secondsAgo: 8 * 86400);
        Drop("read/new.jpg", secondsAgo: 6 * 86400);
        Drop("read/old.txt", secondsAgo: 8 * 86400);
        Drop("unreadable/old.jpg", secondsAgo: 8 * 86400);
        Drop("waiting.jpg", secondsAgo: 8 * 86400);
        Drop("late.jpg", secondsAgo: 8 * 86400);
        _folder.Move(_files.PathOf("late.jpg"), isRead: true);

        _folder.Prune();

        Assert.Equal(
            ["read/late.jpg", "read/new.jpg", "read/old.txt", "unreadable/old.jpg", "waiting.jpg"],
            Directory.EnumerateFiles(_files.Root, "*", SearchOption.AllDirectories).Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Prepare_OfTheDataDirectory_OrAFolderAroundIt_IsRefused()
    {
        var server = new ServerOptions { DataDirectory = _files.PathOf("data") };
        Directory.CreateDirectory(_files.PathOf("data/pictures"));
        foreach (var path in (string[])[_files.Root, _files.PathOf("data"), _files.PathOf("data/pictures/")])
        {
            Assert.Contains(
                "choose a folder of its own", Assert.Throws<CaptureException>(new DropFolder(path, _time, server).Prepare).Message,
                StringComparison.Ordinal);
        }

        Directory.CreateDirectory(_files.PathOf("data-of-the-gate"));
        new DropFolder(_files.PathOf("data-of-the-gate"), _time, server).Prepare();
    }

    private void Drop(string name, double secondsAgo, int bytes = 10)
    {
        var path = _files.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
        File.SetLastWriteTimeUtc(path, (_time.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo)).UtcDateTime);
        File.SetLastAccessTimeUtc(path, (_time.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo)).UtcDateTime);
    }

    private int Length(string name) => (int)new FileInfo(_files.PathOf(name)).Length;

    private string Name(string path) => Path.GetRelativePath(_files.Root, path).Replace('\\', '/');

    private IReadOnlyList<string> Names() => [.. _folder.Look().Select(picture => Name(picture.Path))];
}
