using System.Net.Mail;
using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;

namespace Dashboard.Alerts.Lists;

/// <summary>What lists and entries must look like before they are stored.</summary>
internal static class AlertListRules
{
    private const int MaxAddressLength = 254;

    /// <summary>What is wrong with a list, by property name of <see cref="AlertList"/>; empty where nothing is.</summary>
    /// <param name="list">The list to be stored.</param>
    /// <param name="others">Numbers and names of the lists there are; the one with the same number is the list itself.</param>
    public static FieldErrors Check(AlertList list, IEnumerable<(int Id, string Name)> others, IReadOnlyCollection<int> sites) => new()
    {
        { nameof(AlertList.Name), NameError(list, others) },
        { nameof(AlertList.ListType), Enum.IsDefined(list.ListType) ? null : "The type must be Black or White." },
        { nameof(AlertList.MatchStrategy), Enum.IsDefined(list.MatchStrategy) ? null : "The strategy must be Exact or Lenient." },
        { nameof(AlertList.MinCandidatePercent), list.MinCandidatePercent is >= 0 and <= 100
            ? null : "The confidence must be a whole number from 0 to 100 percent." },
        { nameof(AlertList.Schedule), list.Schedule.IsValid ? null : "Choose at least one day, and hours from 00:00 to 24:00." },
        { nameof(AlertList.RepeatMinutes), list.RepeatMinutes is >= 0 and <= AlertList.MaxRepeatMinutes
            ? null
            : $"The time must be 0 to {AlertList.MaxRepeatMinutes} minutes, which is a week." },
        { nameof(AlertList.KeepDays), list.KeepDays is null or (>= 0 and <= CameraValidation.MaxDays)
            ? null
            : $"“Keep its flows at least” must be 0 to {CameraValidation.MaxDays} days." },
        { nameof(AlertList.Color), Enum.IsDefined(list.Color) ? null : "Choose one of the colours." },
        { nameof(AlertList.Recipients), RecipientsError(list.Recipients) },
        { nameof(AlertList.Sites), list.Sites.All(site => sites.Contains(site.SiteId))
            ? null
            : "A site of the list was deleted; choose the sites again." },
    };

    /// <summary>What is wrong with a normalised entry, by property name of <see cref="AlertEntry"/>; empty where nothing is.</summary>
    public static FieldErrors Check(AlertEntry entry) => new()
    {
        { nameof(AlertEntry.Plate), EntryPlate.Error(entry.Plate, entry.Written) },
        { nameof(AlertEntry.Description), TextError("description", entry.Description, AlertEntry.MaxDescriptionLength) },
        { nameof(AlertEntry.Region), TextError("state or province", entry.Region, AlertEntry.MaxRegionLength) },
    };

    /// <summary>The addresses of a text in which commas, semicolons, blanks or line ends stand between them; each once.</summary>
    public static IReadOnlyList<string> SplitRecipients(string text) =>
        [.. text.Split([',', ';', ' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether a text is one e-mail address that a mail can be sent to, without a name.</summary>
    public static bool IsAddress(string text) => text.Length <= MaxAddressLength
        && MailAddress.TryCreate(text, out var parsed)
        && parsed.Address == text
        && parsed.Host.Contains('.', StringComparison.Ordinal);

    /// <summary>Whether somebody is shown a list: one for all sites, or for a site that is seen.</summary>
    public static bool IsSeen(AlertList list, SiteScope siteScope) =>
        list.Sites.Count == 0 || list.Sites.Exists(site => siteScope.Includes(site.SiteId));

    /// <summary>Whether somebody who may change lists may change this one: it is for no site that they do not see.</summary>
    public static bool IsOwn(AlertList list, SiteScope siteScope) =>
        siteScope.Sites is null || (list.Sites.Count > 0 && list.Sites.TrueForAll(site => siteScope.Includes(site.SiteId)));

    private static string? TextError(string name, string text, int maxLength) =>
        text.Length > maxLength ? $"The {name} has {text.Length} characters; at most {maxLength} are allowed."
        : text.Contains('\0', StringComparison.Ordinal) ? $"The {name} contains a NUL character."
        : null;

    private static string? NameError(AlertList list, IEnumerable<(int Id, string Name)> others)
    {
        var name = list.Name;
        if (name.Length is 0 or > AlertList.MaxNameLength)
        {
            return $"The name must be 1 to {AlertList.MaxNameLength} characters.";
        }

        return others.Any(other => other.Id != list.Id && string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase))
            ? $"The name “{name}” is taken by another list."
            : HiddenCharacters.ErrorOf(name);
    }

    private static string? RecipientsError(string recipients)
    {
        if (recipients.Length > AlertList.MaxRecipientsLength)
        {
            return $"The recipients have {recipients.Length} characters; at most {AlertList.MaxRecipientsLength} are allowed.";
        }

        var wrong = SplitRecipients(recipients).FirstOrDefault(address => !IsAddress(address));
        return wrong is null ? null : $"'{wrong}' is not an e-mail address; enter addresses such as guard@example.com, separated by commas.";
    }
}
