namespace Dashboard.Capture;

/// <summary>A source that gives no frames; the message is for a person, says what to do and holds no secrets.</summary>
internal sealed class CaptureException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The camera refused its sign-in: many lock a user out who tries again and again.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>The refusal is seen by what it looks like alone: one among pictures may mean something else.</summary>
    public bool MayPass { get; init; }

    /// <summary>The camera has answered: to ask it again soon costs neither side much.</summary>
    public bool IsAnswer { get; init; }
}
