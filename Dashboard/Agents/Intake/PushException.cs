namespace Dashboard.Agents.Intake;

/// <summary>What an agent sent is not taken; the words go back to it, and say what is wrong and what a person can do.</summary>
internal sealed class PushException : Exception
{
    private PushException(int status, string message)
        : base(message) => Status = status;

    /// <summary>The answer's HTTP status.</summary>
    public int Status { get; }

    /// <summary>Whether it can never be stored, whoever sends it.</summary>
    public bool IsPermanent => Status == StatusCodes.Status400BadRequest;

    /// <summary>It can never be stored: the words say what is wrong with which field.</summary>
    public static PushException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    /// <summary>It is of a site that the key's owner does not see, or of an agent that is known by another key.</summary>
    public static PushException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);

    /// <summary>An agent's check-in meets another agent: a person has to decide.</summary>
    public static PushException Conflict(string message) => new(StatusCodes.Status409Conflict, message);
}
