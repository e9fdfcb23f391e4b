using Dashboard.Health;

namespace Dashboard.Tests.Health;

public sealed class DatabaseCheckTests
{
    /// <summary>What was damaged before the server started may be mended since, and nobody sets the database's count back.</summary>
    [Fact]
    public void RisingCount_IsRisenOverWhatItWasFirst_AlsoWhereItBeganAnew()
    {
        var count = new RisingCount();
        Assert.False(count.HasRisen(null));
        Assert.False(count.HasRisen(3));
        Assert.False(count.HasRisen(3));
        Assert.True(count.HasRisen(4));
        Assert.False(count.HasRisen(0));
        Assert.True(count.HasRisen(1));
        Assert.False(count.HasRisen(null));
    }

    [Theory, ProviderData]
    public async Task DamagedPages_OfASoundDatabase_AreNone(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Contains(await db.CountDamagedPagesAsync(Cancellation), new long?[] { null, 0 });
    }
}
