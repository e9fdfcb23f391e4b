using System.Diagnostics;
using Dashboard.Imaging;

namespace Dashboard.Tests.Imaging;

public sealed class BoundedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_AndALinkToIt_AreRead()
    {
        var (file, link) = (_folder.PathOf("a.jpg"), _folder.PathOf("b.jpg"));
        await File.WriteAllBytesAsync(file, [1, 2, 3], Cancellation);
        File.CreateSymbolicLink(link, file);
        Assert.Equal([1, 2, 3], await BoundedFile.ReadAsync(file, 3, Cancellation));
        Assert.Equal([1, 2, 3], await BoundedFile.ReadAsync(link, 3, Cancellation));
    }

    [Fact]
    public async Task File_LargerThanAllowed_IsRefusedUnread()
    {
        var file = _folder.PathOf("a.jpg");
        await using (var sparse = File.Create(file))
        {
            sparse.SetLength(2L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => BoundedFile.ReadAsync(file, 1 << 20, Cancellation));
        Assert.Equal("The file has 2048 MB, more than a picture may have.", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    /// <summary>To open a pipe that nobody writes to would wait for ever, and a device may never end.</summary>
    [Fact]
    [Trait("Category", "System")]
    public async Task PipeOrDevice_IsRefusedUnopened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes of Linux");
        var (pipe, link) = (_folder.PathOf("a.jpg"), _folder.PathOf("b.jpg"));
        using (var made = Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync(Cancellation);
        }

        File.CreateSymbolicLink(link, "/dev/zero");
        await Assert.ThrowsAsync<InvalidDataException>(() => BoundedFile.ReadAsync(pipe, 1 << 20, Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(() => BoundedFile.ReadAsync(link, 1 << 20, Cancellation));
    }
}
