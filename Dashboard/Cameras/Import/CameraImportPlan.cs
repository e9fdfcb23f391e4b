using Dashboard.Domain.Cameras;

namespace Dashboard.Cameras.Import;

/// <summary>What becomes of a row of the file.</summary>
public enum CameraRowState
{
    /// <summary>The camera can be added.</summary>
    Good,

    /// <summary>There is a camera of this name already; it stays as it is.</summary>
    Known,

    /// <summary>There is a camera of this name already, and it becomes what the row says.</summary>
    Changed,

    /// <summary>It cannot be added as it stands.</summary>
    Bad,
}

/// <summary>A row of a file of cameras. What is shown of it holds no password.</summary>
/// <param name="Line">The line of the file, from 1 for the header.</param>
/// <param name="Alias">The camera's name.</param>
/// <param name="Site">The name of its site.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Error">Why it cannot be added; null: it can.</param>
public sealed record CameraImportRow(int Line, string Alias, string Site, CameraRowState State, string? Error)
{
    /// <summary>The columns by which a camera that is there becomes another.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What somebody should know of the row though it can be applied; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Its address without secrets; empty where the line could not be taken apart.</summary>
    public string Address => CameraSource.Mask(Camera.Source);

    /// <summary>The line was taken apart, so that its fields can be looked at.</summary>
    internal bool IsRead { get; init; }

    /// <summary>The fields as the file has them, with the password.</summary>
    internal IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The camera, with its password.</summary>
    internal Camera Camera { get; init; } = new();

    /// <summary>What a camera becomes by this row, whose empty fields say nothing, or why it cannot.</summary>
    internal Func<Camera, (Camera Camera, string? Error)> Onto { get; init; } = camera => (camera, null);

    /// <summary>The row where cameras that are there are changed; null: the same.</summary>
    internal CameraImportRow? WhereChanging { get; init; }

    /// <summary>All that is wrong, one sentence after the other; null: nothing.</summary>
    internal static string? Joined(params ReadOnlySpan<string?> errors)
    {
        var told = string.Join(' ', errors.ToArray().OfType<string>());
        return told.Length > 0 ? told : null;
    }
}

/// <summary>A file of cameras that was read, before anything is added.</summary>
/// <param name="Rows">Its rows, in the file's order.</param>
/// <param name="Error">What is wrong with the file as a whole, so that nothing of it can be added; null: nothing.</param>
internal sealed record CameraImportPlan(IReadOnlyList<CameraImportRow> Rows, string? Error = null)
{
    /// <summary>The columns as the file names them.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Those of them that are not known, so that what stands in them is left out.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The same file where cameras that are there become what it says; otherwise it only adds.</summary>
    public CameraImportPlan Changing() => this with { Rows = [.. Rows.Select(row => row.WhereChanging ?? row)] };

    public int Count(CameraRowState state) => Rows.Count(row => row.State == state);
}

/// <param name="Added">Cameras that are there now.</param>
/// <param name="Changed">Cameras that were there before and are as the file says now.</param>
/// <param name="Refused">Rows that could not be applied after all, with why.</param>
internal sealed record CameraImportResult(int Added, int Changed, IReadOnlyList<CameraImportRow> Refused);
