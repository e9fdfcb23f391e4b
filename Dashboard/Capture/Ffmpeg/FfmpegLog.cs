using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>What ffmpeg said on its standard error: the last line that tells why it failed, and whether the picture changed its size.</summary>
internal sealed partial class FfmpegLog(string source, string? relay = null)
{
    private const int MinHiddenLength = 4;

    // Sizes are rounded to what the coding can have: that is none.
    private const double MaxDistortion = 0.03;

    // With what follows in its path: there an address of the camera may stand.
    private readonly Regex? _relay = relay is null ? null : new(Regex.Escape(relay) + @"[^\s:,']*");
    private string? _lastError;
    private string? _lastWarning;
    private string? _reason;
    private bool _isDamaged;
    private bool _isOver;
    private (double Width, double Height)? _size;
    private double _firstShape;
    private readonly TaskCompletionSource _sizeChange = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the source's picture has another size than at first.</summary>
    public Task SizeChange => _sizeChange.Task;

    /// <summary>It has another ratio of its sides than at first.</summary>
    public bool IsDistorted { get; private set; }

    public void Add(string line)
    {
        if (line.StartsWith("setpriv:", StringComparison.Ordinal))
        {
            _reason = "ffmpeg is not installed on the server: install the package ffmpeg.";
        }
        else if (line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal))
        {
            var plain = Plain(line);
            if (IsOfDecoding(plain))
            {
                _isDamaged = true;
            }
            else
            {
                _reason ??= Reason(plain.Replace(CameraSource.PlaceOf(source), "", StringComparison.Ordinal));
            }

            if (!IsConsequence(plain))
            {
                _lastError = plain;
            }
        }
        else if (line.Contains("[warning]", StringComparison.Ordinal))
        {
            _lastWarning = Plain(line);
            _isOver |= line.Contains("Output file is empty", StringComparison.Ordinal);
        }
        else if (IsOfSize(line) && PictureSize().Match(line) is { Success: true } match)
        {
            AddSize(match);
        }
    }

    /// <summary>Why there are no frames, for a person: what is wrong, what to do, and ffmpeg's own words.</summary>
    public string Explain(string otherwise)
    {
        var words = _lastError ?? (_reason is null ? _lastWarning : null);
        return words is null ? _reason ?? otherwise : $"{_reason ?? otherwise} (ffmpeg: {words})";
    }

    /// <summary>The same where not one picture came.</summary>
    public string ExplainNothing() => _reason is CameraErrorMessages.Nonsense or CameraErrorMessages.RecordingAsAWhole ? _reason : Explain(
        CameraSource.KindOf(source) switch
        {
            SourceKind.File or SourceKind.Folder => Unreadable,
            _ when _isDamaged => CameraErrorMessages.Undecodable,
            SourceKind.Http => _isOver ? CameraErrorMessages.Recording : CameraErrorMessages.Nonsense,
            _ => "No picture came from the camera: check the address.",
        });

    private string Unreadable => $"{source} is not a readable video or picture: check that the file is complete.";

    // As the filters begin, and, where pixels alone change their shape, as the one that scales begins anew.
    private static bool IsOfSize(string line) =>
        line.StartsWith("[graph 0 input", StringComparison.Ordinal) || line.StartsWith("[Parsed_scale_", StringComparison.Ordinal);

    private void AddSize(Match match)
    {
        var (width, height) = (Number(match.Groups[1]), Math.Max(1, Number(match.Groups[2])));
        var pixel = match.Groups[3].Success ? FfmpegArguments.ShapeOfPixel(Number(match.Groups[3]) / Math.Max(1, Number(match.Groups[4]))) : 1;
        var shape = width * pixel / height;
        _firstShape = _firstShape > 0 ? _firstShape : shape;
        IsDistorted = Math.Abs((shape / _firstShape) - 1) > MaxDistortion;
        if (IsDistorted || (_size is not null && _size != (width, height)))
        {
            _sizeChange.TrySetResult();
        }

        _size = (width, height);
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // A stream that is joined in the middle begins with such lines, and so does one of which something was lost.
    private static bool IsOfDecoding(string line) => DecodingLine().IsMatch(line);

    private string? Reason(string line)
    {
        var host = CameraSource.HostOf(source);
        var isWeb = CameraSource.KindOf(source) == SourceKind.Http;
        return line switch
        {
            _ when Has("Server returned 5") => "The camera answered with an error of its own: restart it, or try with fewer viewers.",
            _ when Has("Connection refused") => CameraErrorMessages.NothingAnswers(host),
            _ when Has("No route to host") || Has("Network is unreachable") || Has("timed out") =>
                CameraErrorMessages.Unreachable(host),
            _ when Has("Failed to resolve") => CameraErrorMessages.UnknownName(CameraSource.HostNameOf(source)),
            _ when host.Length == 0 && Has("No such file") => $"There is no file {source} on the server: check the path.",
            _ when host.Length == 0 && Has("Permission denied") => $"The server may not read {source}: check the file's permissions.",
            _ when Has("matches no streams") || Has("Format not on whitelist") => "There is no video stream at this address: enter another one.",
            _ when line.StartsWith("Decoder (codec", StringComparison.Ordinal) => host.Length == 0
                ? Unreadable
                : "The camera sends video of a kind that cannot be read: set its stream to H.264 or H.265.",
            _ when isWeb && Has("partial file") => CameraErrorMessages.RecordingAsAWhole,
            _ when Has("Invalid data found") || Has("moov atom not found") => host.Length == 0 ? Unreadable
                : isWeb ? CameraErrorMessages.Nonsense
                : "The camera does not deliver readable video: check the address.",
            _ when Has("Protocol not found") || Has("not on whitelist") => "This kind of address is not supported: use rtsp, http or a path.",
            _ => null,
        };

        bool Has(string text) => line.Contains(text, StringComparison.Ordinal);
    }

    // Said after the fact, once we have closed the pipe or the input has failed.
    private static bool IsConsequence(string line) =>
        line.Contains("Broken pipe", StringComparison.Ordinal) || line.Contains("Conversion failed", StringComparison.Ordinal)
        || line.Contains("pipe:1", StringComparison.Ordinal) || line.Contains("set the value 'debug'", StringComparison.Ordinal);

    private string Plain(string line)
    {
        var text = Prefix().Replace(line, "").Trim();
        var place = CameraSource.PlaceOf(source);
        text = text.Replace(source, place, StringComparison.Ordinal);
        text = _relay is null ? text : _relay.Replace(text, _ => place);
        foreach (var secret in CameraSource.Secrets(source))
        {
            text = Hide(Hide(text, secret), Uri.UnescapeDataString(secret));
        }

        return text.Truncate(200);
    }

    // A short one stands in any word: there it tells nothing, and hidden it would.
    private static string Hide(string text, string secret) => secret.Length >= MinHiddenLength
        ? text.Replace(secret, CameraSource.MaskText, StringComparison.Ordinal)
        : Regex.Replace(text, $"(?<=[=:/]){Regex.Escape(secret)}(?![A-Za-z0-9])", CameraSource.MaskText);

    [GeneratedRegex(@"^(\[[^\]]* @ 0x[0-9a-f]+\] )*(\[[a-z]+\] )?")]
    private static partial Regex Prefix();

    [GeneratedRegex(
        "^(?:Error while decoding|Cannot determine format of input stream|no frame!|missing picture|non-existing [PS]PS|decode_slice_header"
        + "|PPS id out of range|Error splitting the input|Invalid NAL unit)|could not find codec parameters$")]
    private static partial Regex DecodingLine();

    [GeneratedRegex(@"w:(\d+) h:(\d+)(?:.*?sar:(\d+)/(\d+))?")]
    private static partial Regex PictureSize();
}
