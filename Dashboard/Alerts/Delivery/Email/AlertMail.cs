using System.Globalization;
using System.Net;
using System.Text;
using Dashboard.Domain.Alerts;
using Dashboard.Hosting;
using MimeKit;

namespace Dashboard.Alerts.Delivery.Email;

/// <summary>The mail of an alert: plain text, and the same as HTML with the picture.</summary>
internal static class AlertMail
{
    private const string PictureId = "picture@alert";

    /// <summary>Writes it, without sender and recipient.</summary>
    /// <param name="content">The alert.</param>
    /// <param name="picture">JPEG; null: the mail has none.</param>
    /// <param name="zone">In which times are told.</param>
    /// <param name="publicUrl">Where the dashboard is reached; empty: no link.</param>
    public static MimeMessage Write(DeliveryContent content, byte[]? picture, TimeZoneInfo zone, string publicUrl)
    {
        var (title, lines) = (Title(content), Lines(content, zone));
        var link = publicUrl.Length == 0
            ? null
            : publicUrl.TrimEnd('/') + PagePaths.Flow(content.Group.Flow.Id);
        var body = new BodyBuilder { TextBody = Plain(title, lines, link) };
        if (picture is not null)
        {
            body.LinkedResources.Add("picture.jpg", picture, new ContentType("image", "jpeg")).ContentId = PictureId;
        }

        body.HtmlBody = Html(title, lines, link, picture is not null);
        return new MimeMessage { Subject = title, Body = body.ToMessageBody() };
    }

    private static string Title(DeliveryContent content)
    {
        var plate = content.Alert?.Plate is { Length: > 0 } text ? Shown(text, content.Group.Flow.Plate) : "no plate read";
        var list = content.Alert?.ListName ?? "Flow";
        var title = content.ListType == AlertListType.White ? $"{plate} is not on {list}" : $"{list}: {plate}";

        // A line break in a name would end the header.
        return new string([.. title.Select(c => char.IsControl(c) ? ' ' : c)]);
    }

    // The plate that was read; what matched may be but a possible reading of it.
    private static string Shown(string matched, string read) => read.Length == 0 || read == matched ? matched : $"{read} (perhaps {matched})";

    private static List<(string Name, string Value)> Lines(DeliveryContent content, TimeZoneInfo zone)
    {
        var (flow, alert) = (content.Group.Flow, content.Alert);
        var seen = TimeZoneInfo.ConvertTime(flow.CapturedAt, zone);
        var plate = flow.Plate.Length == 0
            ? "none read"
            : flow.IsCorrected ? $"{flow.Plate} (corrected)"
            : string.Create(CultureInfo.InvariantCulture, $"{flow.Plate} ({Math.Floor(flow.Confidence * 100):0} %)");
        return
        [
            .. alert is { Description.Length: > 0 } ? [("Description", alert.Description)] : Array.Empty<(string, string)>(),
            ("Plate", plate),
            .. alert is { Plate.Length: > 0 } && alert.Plate != flow.Plate ? [("On the list as", alert.Plate)] : Array.Empty<(string, string)>(),
            ("Camera", content.Group.CameraName),
            ("Site", content.SiteName),
            ("Time", seen.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)),
        ];
    }

    private static string Plain(string title, List<(string Name, string Value)> lines, string? link)
    {
        var text = new StringBuilder(title).Append("\r\n\r\n");
        foreach (var (name, value) in lines)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return link is null ? text.ToString() : text.Append("\r\n").Append(link).Append("\r\n").ToString();
    }

    private static string Html(string title, List<(string Name, string Value)> lines, string? link, bool hasPicture)
    {
        var picture = !hasPicture ? "" : $"""<p><img src="cid:{PictureId}" alt="The vehicle" style="max-width:100%;height:auto"></p>""";
        var rows = string.Concat(
            lines.Select(line => $"""<tr><th align="left" valign="top">{line.Name}</th><td>{WebUtility.HtmlEncode(line.Value)}</td></tr>"""));
        var open = link is null ? "" : $"""<p><a href="{WebUtility.HtmlEncode(link)}">Open the flow</a></p>""";
        return $"""
            <!doctype html><html lang="en"><body style="font-family:sans-serif;max-width:40rem">
            <h1 style="font-size:1.25rem">{WebUtility.HtmlEncode(title)}</h1>
            {picture}
            <table cellpadding="4" style="border-collapse:collapse">{rows}</table>
            {open}
            </body></html>
            """;
    }
}
