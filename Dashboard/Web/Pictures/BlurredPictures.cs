using Dashboard.Retention;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Pictures;

/// <summary>Whether the pictures of an export are blurred but for the plate: as the address says, otherwise as is set.</summary>
internal sealed class BlurredPictures(IOptionsMonitor<RetentionOptions> options)
{
    /// <summary>By what stands in the address; null: nothing. What cannot be understood shows less rather than more.</summary>
    public bool AreWanted(string? asked) => asked is null ? options.CurrentValue.BlurExports : asked != "0";

    public bool AreWantedBy(HttpRequest request) =>
        AreWanted(request.Query.TryGetValue(Urls.BlurKey, out var asked) ? asked.ToString() : null);
}
