using Dashboard.Configuration;

namespace Dashboard.Tests.Configuration;

public sealed class RealPathTests
{
    [Fact]
    public void Links_OnTheWay_AreFollowed_AlsoOnesThatLeadToOthers()
    {
        using var folder = new TemporaryFolder();
        var root = RealPath.Follow(folder.Root);
        Directory.CreateDirectory(folder.PathOf("disk/data"));
        Directory.CreateSymbolicLink(folder.PathOf("mount"), "disk");
        Directory.CreateSymbolicLink(folder.PathOf("server"), folder.PathOf("mount/data"));

        Assert.Equal(Path.Combine(root, "disk/data/key"), RealPath.Follow(folder.PathOf("server/key")));
        Assert.Equal(Path.Combine(root, "disk"), RealPath.Follow(folder.PathOf("server/../mount/")));
    }

    [Fact]
    public void Links_InACircle_AndFilesThatAreNotThere_AreTakenAsTheyAreWritten()
    {
        using var folder = new TemporaryFolder();
        var root = RealPath.Follow(folder.Root);
        Directory.CreateSymbolicLink(folder.PathOf("a"), folder.PathOf("b"));
        Directory.CreateSymbolicLink(folder.PathOf("b"), folder.PathOf("a"));

        Assert.Equal(Path.Combine(root, "a/key"), RealPath.Follow(folder.PathOf("a/key")));
        Assert.Equal(Path.Combine(root, "nowhere/key"), RealPath.Follow(folder.PathOf("nowhere/key")));
        Assert.Equal("/", RealPath.Follow("/"));
    }
}
