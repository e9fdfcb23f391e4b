namespace Dashboard.Web.Shared.Messages;

/// <summary>How bad what a <see cref="Notice"/> says is.</summary>
public enum NoticeTone
{
    /// <summary>Good to know.</summary>
    Idle,

    /// <summary>Something went well.</summary>
    Ok,

    /// <summary>Something should be looked after.</summary>
    Warn,

    /// <summary>Something failed.</summary>
    Bad,
}
