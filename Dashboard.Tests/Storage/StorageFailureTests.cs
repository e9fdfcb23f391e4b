using Dashboard.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dashboard.Tests.Storage;

/// <summary>What may pass is tried again for as long as it takes; what is called final is dropped.</summary>
public sealed class StorageFailureTests
{
    private static readonly NpgsqlException Lost = new("Exception while reading from stream", new EndOfStreamException());
    private static readonly PostgresException Stopping = new("terminating connection due to administrator command", "FATAL", "FATAL", "57P01");
    private static readonly PostgresException Refused = new("duplicate key value", "ERROR", "ERROR", "23505");

    public static TheoryData<Exception, bool> Failures => new()
    {
        { Lost, true },
        { Stopping, true },
        { Refused, false },

        // So EF's providers say what they think may pass.
        { new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", Lost), true },
        { new InvalidOperationException("Likely transient.", new DbUpdateException("See the inner exception.", Stopping)), true },
        { new DbUpdateException("See the inner exception.", new InvalidOperationException("Likely transient.", Lost)), true },
        { new DbUpdateException("See the inner exception.", Refused), false },
        { new InvalidOperationException("Connection is not open") { Source = "Npgsql" }, true },
        { new InvalidOperationException("Sequence contains no elements"), false },
        { new SqliteException("disk full", 13), true },
        { new DbUpdateException("See the inner exception.", new SqliteException("constraint", 19)), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void MayPass_IsWhatADatabaseThatComesBackMends(Exception exception, bool mayPass) =>
        Assert.Equal(mayPass, StorageFailure.MayPass(exception));

    [Fact]
    public void Describe_OfALostConnection_IsForAPerson() => Assert.Equal(
        "the database server is stopping or starting",
        StorageFailure.Describe(new InvalidOperationException("Likely transient.", new DbUpdateException("See the inner exception.", Stopping))));
}
