using Dashboard.Domain;
using Dashboard.Storage;
using Dashboard.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Storage.Writing;

public sealed class ExclusiveWriterTests
{
    // SQLite lets nobody write meanwhile.
    [Fact]
    public async Task Name_ThatAnotherServerTakesInTheSameMoment_IsRefusedByASecondTry()
    {
        await using var database = await TestDatabase.CreateAsync(nameof(DatabaseProvider.PostgreSql));
        var tries = 0;
        var result = await new ExclusiveWriter(database.Factory).WriteAsync(
            async db =>
            {
                if (await db.Sites.AnyAsync(site => site.Name == "North", Cancellation))
                {
                    return new FieldErrors(nameof(SiteRow.Name), "taken");
                }

                if (++tries == 1)
                {
                    await using var other = await database.Factory.CreateDbContextAsync(Cancellation);
                    other.Sites.Add(new SiteRow { Name = "North" });
                    await other.SaveChangesAsync(Cancellation);
                }

                db.Sites.Add(new SiteRow { Name = "North" });
                return ChangeResult.Done;
            },
            Cancellation);

        Assert.Equal((1, "taken"), (tries, result.Errors[nameof(SiteRow.Name)]));
    }
}
