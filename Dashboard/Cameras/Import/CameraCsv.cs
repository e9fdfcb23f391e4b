using System.Globalization;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Plates;
using Dashboard.Tables;

namespace Dashboard.Cameras.Import;

/// <summary>A file of cameras: a header that names the columns, in any order, with commas, semicolons or tabs between.</summary>
internal static class CameraCsv
{
    /// <summary>More rows are refused.</summary>
    public const int MaxRows = 1000;

    /// <summary>A larger file is refused.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The columns that may be there; the first two must.</summary>
    public const string Header = "alias,address,user,password,site,countries,mode,frames_per_second,substream,snapshot,enabled";

    /// <summary>Why a row was refused, in a file of such rows (<see cref="Write"/>); it is passed over where that is read again.</summary>
    public const string Reason = "reason";

    // What pages call the name is the column that files have always called alias; either word is read.
    private const string NameWord = "name";

    private static readonly string[] Names = Header.Split(',');

    private static readonly string ShownColumns = NameWord + Header[Header.IndexOf(',', StringComparison.Ordinal)..];

    // A row that ends before one of these is more likely broken than without them.
    private static readonly string[] Expected = ["alias", "address", "user", "password"];

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        [NameWord] = "alias",
        ["camera"] = "alias",
        ["camera_name"] = "alias",
        ["title"] = "alias",
        ["source"] = "address",
        ["url"] = "address",
        ["rtsp"] = "address",
        ["rtsp_url"] = "address",
        ["stream"] = "address",
        ["stream_url"] = "address",
        ["username"] = "user",
        ["location"] = "site",
        ["country"] = "countries",
        ["rate"] = "frames_per_second",
        ["fps"] = "frames_per_second",
        ["sub_stream"] = "substream",
        ["snapshot_url"] = "snapshot",
    };

    /// <summary>The rows of a file; with an error, the file as a whole cannot be read.</summary>
    public static async Task<CameraImportPlan> ReadAsync(Stream csv, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await csv.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            file.Write(buffer, 0, read);
            if (file.Length > MaxBytes)
            {
                return new CameraImportPlan([], "The file is larger than 1 MB; split it.");
            }
        }

        file.Position = 0;
        using var text = await TableText.OpenAsync(file, cancellationToken);
        return text.Error is { } error ? new CameraImportPlan([], error) : await ReadLinesAsync(text, cancellationToken);
    }

    private static async Task<CameraImportPlan> ReadLinesAsync(TableText text, CancellationToken cancellationToken)
    {
        using var lines = new CsvLines(text.Reader, DelimiterOf(text.Beginning));
        var rows = new List<CameraImportRow>();
        string? error = null;
        string[]? columns = null;
        string[] named = [];
        while (await lines.ReadAsync((line, why) => error = $"Line {line}: {why}"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (columns is null && lines.Fields is ["sep=", ..])
            {
                // What Excel writes before the header to tell the separator, which the line shows anyway.
                continue;
            }

            if (columns is null)
            {
                named = lines.Fields;
                columns = [.. named.Select(NameOf)];
                error = HeaderError(columns, named);
            }
            else if (lines.Fields.Any(field => field.Trim().Length > 0))
            {
                rows.Add(ToRow(lines, columns));
                error = rows.Count > MaxRows ? $"The file has more than {MaxRows} cameras; split it." : null;
            }

            if (error is not null)
            {
                break;
            }
        }

        error ??= columns is null
            ? $"The file is empty; its first line names the columns: {Header}"
            : rows.Count == 0 ? "The file contains no camera."
            : null;
        return new CameraImportPlan(error is null ? rows : [], error)
        {
            Columns = named,
            Unknown = [.. named.Where(column => column.Trim().Length > 0 && !IsKnown(NameOf(column)))
                .Select(column => MeantBy(column) is { } meant ? $"{Shown(column)} ({meant}?)" : Shown(column))],
        };
    }

    /// <summary>Rows as a file that can be corrected and read again, with a column of reasons before the others; passwords are in it.</summary>
    /// <param name="columns">As the file names them that the rows are from.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="reasonOf">Why a row was refused.</param>
    public static string Write(IReadOnlyList<string> columns, IEnumerable<CameraImportRow> rows, Func<CameraImportRow, string> reasonOf)
    {
        var hasReasons = columns.Select(column => NameOf(column) == Reason).ToList();
        return string.Concat(rows.Select(row => Line(reasonOf(row), row.Fields)).Prepend(Line(Reason, columns)));

        string Line(string reason, IEnumerable<string> fields) => string.Join(
            ',', fields.Where((_, at) => at >= hasReasons.Count || !hasReasons[at]).Prepend(reason).Select(CsvField.Write)) + "\r\n";
    }

    /// <summary>The columns in which two cameras differ.</summary>
    public static IReadOnlyList<string> Compare(Camera one, Camera other)
    {
        var (address, user, password) = CameraSource.SplitSignIn(one.Source);
        var (otherAddress, otherUser, otherPassword) = CameraSource.SplitSignIn(other.Source);
        (string Column, bool IsSame)[] columns =
        [
            ("address", address == otherAddress), ("user", user == otherUser), ("password", password == otherPassword),
            ("site", one.SiteId == other.SiteId),
            ("countries", one.Countries.Equals(other.Countries)), ("mode", one.CaptureMode == other.CaptureMode),
            ("frames_per_second", one.AnalysisRate.Equals(other.AnalysisRate)), ("substream", IsSame(one.Substream, other.Substream)),
            ("snapshot", IsSame(one.SnapshotUrl, other.SnapshotUrl)),
            ("enabled", one.IsEnabled == other.IsEnabled),
        ];
        return [.. columns.Where(column => !column.IsSame).Select(column => column.Column)];

        // The sign-in of the other addresses goes with that of the main one, which is told already.
        bool IsSame(string? was, string? becomes)
        {
            if (was is null || becomes is null || was == becomes)
            {
                return was == becomes;
            }

            var (place, _, _) = CameraSource.SplitSignIn(was);
            return CameraSource.SplitSignIn(becomes) == (place, otherUser, otherPassword) && (user, password) != (otherUser, otherPassword);
        }
    }

    private static string DelimiterOf(string file)
    {
        var end = file.IndexOf('\n', StringComparison.Ordinal);
        var header = end < 0 ? file : file[..end];
        return header.Contains('\t', StringComparison.Ordinal) ? "\t" : header.Contains(';', StringComparison.Ordinal) ? ";" : ",";
    }

    private static string NameOf(string column)
    {
        var name = column.Trim().ToLowerInvariant().Replace(' ', '_');
        return OtherNames.GetValueOrDefault(name, name);
    }

    private static string? HeaderError(string[] columns, string[] named)
    {
        foreach (var missing in new[] { Names[0], Names[1] }.Except(columns).Select(ShownName))
        {
            return named.FirstOrDefault(column => MeantBy(column) == missing) is { } typed
                ? $"The column “{Shown(typed)}” is not known: did you mean “{missing}”? These are known: {ShownColumns}"
                : $"The first line names the columns, at least name and address. These are known: {ShownColumns}";
        }

        var twice = named.Zip(columns).Where(column => IsKnown(column.Second)).GroupBy(column => column.Second, column => column.First.Trim())
            .FirstOrDefault(same => same.Count() > 1)?.ToList();
        return twice is null ? null
            : twice[0].Equals(twice[1], StringComparison.OrdinalIgnoreCase) ? "The first line names a column twice."
            : $"The columns “{Shown(twice[0])}” and “{Shown(twice[1])}” mean the same: keep one of them.";
    }

    private static string ShownName(string column) => column == Names[0] ? NameWord : column;

    // One or two letters are wrong, and none of a short word.
    private static string? MeantBy(string column)
    {
        var name = NameOf(column);
        if (IsKnown(name))
        {
            return null;
        }

        var (near, mistakes) = Names.Append(NameWord).Concat(OtherNames.Keys)
            .Select(known => (known, PlateText.Distance(name, known))).MinBy(known => known.Item2);
        return mistakes <= Math.Min(2, name.Length / 3) || (mistakes == 2 && name.Length == 4 && name.Order().SequenceEqual(near.Order()))
            ? ShownName(NameOf(near))
            : null;
    }

    private static bool IsKnown(string column) => column == Reason || Names.Contains(column);

    private static string Shown(string column) => column.Trim().Truncate(40, "…");

    /// <summary>What is wrong with a line as a whole; null: nothing.</summary>
    private static string? LineError(CsvLines lines, string[] columns)
    {
        if (lines.HasBadQuotes)
        {
            return lines.IsOpen
                ? "A quotation mark opens in this line and is not closed in it: close it, or leave it out."
                : "A quotation mark inside a field must be doubled, and the field enclosed in quotation marks.";
        }

        // Spreadsheets write the empty columns that somebody once touched.
        var fields = lines.Fields;
        for (var at = 0; at < fields.Length; at++)
        {
            if (fields[at].Trim().Length > 0 && (at >= columns.Length || columns[at].Length == 0))
            {
                return at < columns.Length ? $"Field {at + 1} has a text, and its column has no name in the first line: name it, or empty the field."
                    : $"The line has {fields.Length} fields; there are {columns.Length} columns.";
            }
        }

        return Expected.Select(column => Array.IndexOf(columns, column)).Where(at => at >= fields.Length).Order().ToArray() is [var missing, ..]
            ? $"The line ends after {fields.Length} of {columns.Length} fields, before the column “{ShownName(columns[missing])}”: "
                + "check it, and write a separator for each field that is to stay empty."
            : null;
    }

    private static CameraImportRow ToRow(CsvLines lines, string[] columns)
    {
        var (line, fields) = (lines.Line, lines.Fields);
        if (LineError(lines, columns) is { } why)
        {
            return new CameraImportRow(line, "", "", CameraRowState.Bad, why) { Fields = fields };
        }

        var (alias, site) = (Field("alias"), Field("site"));
        var (camera, error) = Apply(Field, new Camera { Alias = alias });
        return new CameraImportRow(
            line, CameraSource.Mask(alias).Truncate(CameraValidation.MaxAliasLength, "…"), site,
            error is null ? CameraRowState.Good : CameraRowState.Bad, error)
        {
            IsRead = true,
            Fields = fields,
            Camera = camera,
            Onto = known => Apply(Field, known),
        };

        string Field(string name) => Array.IndexOf(columns, name) is var at and >= 0 && at < fields.Length ? fields[at].Trim() : "";
    }

    // An empty field, or a column that is not there, leaves what the camera has.
    private static (Camera Camera, string? Error) Apply(Func<string, string> field, Camera camera)
    {
        var isMode = Enum.TryParse<CaptureMode>(field("mode"), ignoreCase: true, out var mode) && Enum.IsDefined(mode);
        var isRate = double.TryParse(field("frames_per_second").Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate);
        var isOn = IsYes(field("enabled"));
        var next = camera with
        {
            Source = Address(field("address"), camera.Source),
            Substream = Other("substream", camera.Substream),
            SnapshotUrl = Other("snapshot", camera.SnapshotUrl),
            Countries = field("countries").Length > 0 ? ExpectedCountries.FromText(field("countries")) : camera.Countries,
            CaptureMode = isMode ? mode : camera.CaptureMode,
            AnalysisRate = isRate ? rate : camera.AnalysisRate,
            IsEnabled = isOn ?? camera.IsEnabled,
        };
        string?[] errors =
        [
            field("mode").Length > 0 && !isMode ? "The mode must be auto, manual or both." : null,
            field("frames_per_second").Length > 0 && !isRate ? "The frames per second must be a number from 0.1 to 30." : null,
            field("enabled").Length > 0 && isOn is null ? "Enabled must be yes or no." : null,
        ];
        return (next, CameraImportRow.Joined(errors));

        string? Other(string name, string? known) => field(name).Length > 0 || known is not null ? Address(field(name), known ?? "") : null;

        // A sign-in that is known goes on at the same address alone: no other machine is told it.
        string Address(string told, string known)
        {
            var (address, user, password) = CameraSource.SplitSignIn(known);
            var (toldAddress, toldUser, toldPassword) = CameraSource.SplitSignIn(told.Length > 0 ? told : address);
            if (field("user").Length + field("password").Length == 0 && toldUser.Length + toldPassword.Length > 0)
            {
                return told;
            }

            var isSame = toldAddress == address;
            return CameraSource.WithSignIn(
                toldAddress,
                FirstOf(field("user"), toldUser, isSame ? user : ""),
                FirstOf(field("password"), toldPassword, isSame ? password : ""));
        }
    }

    private static string FirstOf(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }

    private static bool? IsYes(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "1" or "on" => true,
        "no" or "false" or "0" or "off" => false,
        _ => null,
    };
}
