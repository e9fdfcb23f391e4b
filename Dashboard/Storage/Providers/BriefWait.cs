namespace Dashboard.Storage.Providers;

/// <summary>
/// While somebody waits for an answer, such as at sign-in, what is done for them waits only briefly for whoever keeps the database locked, and then
/// fails with what <see cref="StorageFailure.MayPass"/> knows. It counts for the contexts that are made from here on in the same flow of control.
/// </summary>
internal static class BriefWait
{
    /// <summary>Longest wait of one statement.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(4);

    private static readonly AsyncLocal<bool> Flag = new();

    public static bool IsOn => Flag.Value;

    /// <summary>From here until the end of the asynchronous method that calls it, or until it is disposed.</summary>
    public static IDisposable Begin()
    {
        var before = Flag.Value;
        Flag.Value = true;
        return new End(before);
    }

    private sealed class End(bool before) : IDisposable
    {
        public void Dispose() => Flag.Value = before;
    }
}
