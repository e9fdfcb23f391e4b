namespace Dashboard.Storage.Providers;

/// <summary>
/// Whether a part of the database was found damaged since the server started, by whoever came upon it: what a question to the database fails with is
/// logged, so this listens there. It stays until the server is started again, on another file as a rule.
/// </summary>
internal sealed class DatabaseDamage(TimeProvider time) : ILoggerProvider
{
    private long _since;

    /// <summary>When it was found first; null: nothing is known of any.</summary>
    public DateTimeOffset? Since => Interlocked.Read(ref _since) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>It is not damaged: its file was deleted or moved away while the server has it open.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Notes that the file was deleted or moved away.</summary>
    public void NoteGone()
    {
        IsGone = Since is null || IsGone;
        Note();
    }

    /// <summary>Notes it where that is what has failed; false: it is something else.</summary>
    public bool Note(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (StorageFailure.IsDamage(cause))
            {
                Note();
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes it.</summary>
    public void Note() => Interlocked.CompareExchange(ref _since, time.GetUtcNow().UtcTicks, 0);

    public ILogger CreateLogger(string categoryName) => new Listener(this);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Listener(DatabaseDamage damage) : ILogger
    {
        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            damage.Note(exception);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
