namespace Dashboard.Storage.Providers;

/// <summary>Inserts many rows of one table, ids included, in a transaction; one at a time on a connection.</summary>
internal interface IRowInserter<in T> : IDisposable
    where T : class
{
    void Insert(T row);

    /// <summary>No row comes any more: what was inserted is there, once the transaction is committed.</summary>
    void Complete();
}
