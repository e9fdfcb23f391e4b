using Dashboard.Storage;
using Dashboard.Tests.Flows.Recording;

namespace Dashboard.Tests.Flows;

public sealed class OrphanedPictureCleanupTests
{
    /// <summary>Only a server that is alone with its folder knows that a picture without a row is nobody's.</summary>
    [Theory]
    [InlineData(nameof(DatabaseProvider.Sqlite), 1)]
    [InlineData(nameof(DatabaseProvider.PostgreSql), 0)]
    public async Task Cleanup_OfADatabaseThatServersShare_LeavesWhatAnotherMayBeWriting(string provider, int removed)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bench = new RecorderBench(database);
        await using var other = new RecorderBench(database);
        var written = await other.Images.WriteAsync(Guid.NewGuid(), RecorderBench.Noon, new byte[] { 1 }, cancellationToken: Cancellation);

        Assert.Equal(removed, await bench.Cleanup.CleanUpAsync(Cancellation));
        foreach (var file in Directory.GetFiles(bench.Images.Root, $"{written.Uuid}*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        Assert.Equal(1 - removed, await bench.Cleanup.CleanUpAsync(Cancellation));
    }
}
