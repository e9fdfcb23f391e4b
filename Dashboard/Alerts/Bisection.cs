using Dashboard.Storage;

namespace Dashboard.Alerts;

/// <summary>Stores a batch of which the database may refuse one item for good: that one must not stop those behind it.</summary>
internal static class Bisection
{
    /// <summary>
    /// Stores the items in order. A part that is refused is halved until the item that is refused stands alone; that one is left out. What may
    /// pass (a busy database, a full disk) is thrown, and so is what is refused to <paramref name="leaveOut"/>.
    /// </summary>
    /// <param name="items">The batch.</param>
    /// <param name="store">Stores a part; false: somebody else works on the batch, and the rest is theirs.</param>
    /// <param name="leaveOut">Passes over one item that is refused; false likewise.</param>
    public static async Task StoreAsync<T>(
        IReadOnlyList<T> items,
        Func<IReadOnlyList<T>, Task<bool>> store,
        Func<T, Exception, Task<bool>> leaveOut,
        CancellationToken cancellationToken)
    {
        var parts = new Stack<IReadOnlyList<T>>(items.Count > 0 ? [items] : []);
        while (parts.TryPop(out var part))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var goesOn = true;
            try
            {
                goesOn = await store(part);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !StorageFailure.MayPass(exception))
            {
                if (part.Count == 1)
                {
                    goesOn = await leaveOut(part[0], exception);
                }
                else
                {
                    var half = part.Count / 2;
                    parts.Push([.. part.Skip(half)]);
                    parts.Push([.. part.Take(half)]);
                }
            }

            if (!goesOn)
            {
                return;
            }
        }
    }
}
