namespace Dashboard.Cameras.Onvif;

/// <summary>A camera could not be asked; the message is a sentence for a person, without secrets.</summary>
internal sealed class OnvifException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A camera did answer: it does not do what it was asked for, or not for this sign-in.</summary>
    public bool IsAnswer { get; init; }
}
