namespace Dashboard.Capture;

/// <summary>A source that gives no frames; the message is for a person, says what to do and holds no secrets.</summary>
internal sealed class CaptureException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The camera refused its sign-in: many lock a user out who tries again and again.</summary>
    public bool IsRefusal { get; init; }
}
