namespace Dashboard.Web.Pictures;

/// <summary>
/// What stands in a picture's place: browsers show the body of an error there, and tell a page nothing of its status. So a page can tell the kinds
/// apart by their size alone, which no picture of a camera has.
/// </summary>
internal static class NoPicture
{
    public const int Height = 36;

    /// <summary>Width where there is none, or none any more.</summary>
    public const int MissingWidth = 120;

    /// <summary>Width where the machine that has it does not answer.</summary>
    public const int AwayWidth = 124;

    /// <summary>Width where the file is not what was stored.</summary>
    public const int ChangedWidth = 128;

    /// <summary>A frame with a line through it.</summary>
    public static readonly byte[] Missing =
        """<svg xmlns="http://www.w3.org/2000/svg" width="120" height="36" viewBox="0 0 120 36"><path d="M52 10h16v16H52zM50 8l20 20" fill="none" stroke="#888" stroke-width="2"/></svg>"""u8.ToArray();

    /// <summary>A cloud with a line through it.</summary>
    public static readonly byte[] Away =
        """<svg xmlns="http://www.w3.org/2000/svg" width="124" height="36" viewBox="0 0 124 36"><path d="M56 26h13a5 5 0 0 0 1-10 8 8 0 0 0-15-1 6 6 0 0 0 1 11zM52 8l20 20" fill="none" stroke="#888" stroke-width="2"/></svg>"""u8.ToArray();

    /// <summary>A warning sign.</summary>
    public static readonly byte[] Changed =
        """<svg xmlns="http://www.w3.org/2000/svg" width="128" height="36" viewBox="0 0 128 36"><path d="M64 8l12 20H52zM64 15v6M64 24v1.5" fill="none" stroke="#c62828" stroke-width="2"/></svg>"""u8.ToArray();
}
