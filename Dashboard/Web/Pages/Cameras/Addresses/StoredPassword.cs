namespace Dashboard.Web.Pages.Cameras.Addresses;

/// <summary>What becomes of a stored password by what is typed, and so what its field says.</summary>
internal enum StoredPassword
{
    /// <summary>None is stored.</summary>
    None,

    /// <summary>It stays as it is.</summary>
    Kept,

    /// <summary>Another one was typed.</summary>
    Replaced,

    /// <summary>It goes with the user, or with the address of a camera.</summary>
    Removed,

    /// <summary>The address is on another computer, which must not be told it.</summary>
    OfOtherHost,
}
