using System.Net.Mail;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;

namespace Dashboard.Alerts.Lists;

/// <summary>What lists and entries must look like before they are stored.</summary>
public static class AlertListRules
{
    private const int AddressMaxLength = 254;

    /// <summary>What is wrong with a list, by property name of <see cref="AlertList"/>; empty where nothing is.</summary>
    /// <param name="list">The list to be stored.</param>
    /// <param name="others">Numbers and names of the lists there are; the one with the same number is the list itself.</param>
    /// <param name="sites">The sites there are.</param>
    public static IReadOnlyDictionary<string, string> Check(AlertList list, IEnumerable<(int Id, string Name)> others, IReadOnlyCollection<int> sites)
    {
        var errors = new Dictionary<string, string>();
        Note(nameof(AlertList.Name), NameFault(list, others));
        Note(nameof(AlertList.ListType), Enum.IsDefined(list.ListType) ? null : "The type is Black or White.");
        Note(nameof(AlertList.MatchStrategy), Enum.IsDefined(list.MatchStrategy) ? null : "The strategy is Exact or Lenient.");
        Note(nameof(AlertList.Schedule), list.Schedule.IsValid ? null : "Choose at least one day, and hours from 00:00 to 24:00.");
        Note(nameof(AlertList.Recipients), RecipientsFault(list.Recipients));
        Note(nameof(AlertList.Sites), list.Sites.All(site => sites.Contains(site.SiteId)) ? null : "A site of the list was deleted; choose the sites again.");
        return errors;

        void Note(string field, string? error)
        {
            if (error is not null)
            {
                errors[field] = error;
            }
        }
    }

    /// <summary>What is wrong with a normalised entry, by property name of <see cref="AlertEntry"/>; empty where nothing is.</summary>
    public static IReadOnlyDictionary<string, string> Check(AlertEntry entry)
    {
        var errors = new Dictionary<string, string>();
        if (EntryPlate.Fault(entry.Plate) is { } plate)
        {
            errors[nameof(AlertEntry.Plate)] = plate;
        }

        if (TextFault("description", entry.Description, AlertEntry.DescriptionMaxLength) is { } description)
        {
            errors[nameof(AlertEntry.Description)] = description;
        }

        if (TextFault("state or province", entry.Region, AlertEntry.RegionMaxLength) is { } region)
        {
            errors[nameof(AlertEntry.Region)] = region;
        }

        return errors;
    }

    /// <summary>The addresses of a text in which commas, semicolons, blanks or line ends stand between them; each once.</summary>
    public static IReadOnlyList<string> SplitRecipients(string text) =>
        [.. text.Split([',', ';', ' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether somebody is shown a list: one for all sites, or for a site that is seen.</summary>
    public static bool IsSeen(AlertList list, SiteScope siteScope) => list.Sites.Count == 0 || list.Sites.Exists(site => siteScope.Includes(site.SiteId));

    /// <summary>Whether somebody who may change lists may change this one: it is for no site that they do not see.</summary>
    public static bool IsOwn(AlertList list, SiteScope siteScope) =>
        siteScope.Sites is null || (list.Sites.Count > 0 && list.Sites.TrueForAll(site => siteScope.Includes(site.SiteId)));

    private static string? TextFault(string name, string text, int most) =>
        text.Length > most ? $"The {name} has {text.Length} characters; at most {most} are allowed."
        : text.Contains('\0', StringComparison.Ordinal) ? $"The {name} holds a character that is none (code 0)."
        : null;

    private static string? NameFault(AlertList list, IEnumerable<(int Id, string Name)> others)
    {
        var name = list.Name;
        if (name.Length is 0 or > AlertList.NameMaxLength || name.Any(char.IsControl))
        {
            return $"The name is 1 to {AlertList.NameMaxLength} characters.";
        }

        return others.Any(other => other.Id != list.Id && string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase))
            ? $"The name '{name}' is taken by another list."
            : null;
    }

    private static string? RecipientsFault(string recipients)
    {
        if (recipients.Length > AlertList.RecipientsMaxLength)
        {
            return $"The recipients together have {recipients.Length} characters; at most {AlertList.RecipientsMaxLength} are allowed.";
        }

        var wrong = SplitRecipients(recipients).FirstOrDefault(address =>
            address.Length > AddressMaxLength || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address || !parsed.Host.Contains('.', StringComparison.Ordinal));
        return wrong is null ? null : $"'{wrong}' is no e-mail address; give addresses such as guard@example.com, with commas between them.";
    }
}

/// <summary>A list or an entry that cannot be stored as given; one message a field, naming its range.</summary>
public sealed class AlertListRejectedException(IReadOnlyDictionary<string, string> errors) : Exception(string.Join(" ", errors.Values))
{
    /// <summary>One message for one field.</summary>
    public AlertListRejectedException(string field, string message)
        : this(new Dictionary<string, string> { [field] = message })
    {
    }

    /// <summary>Message by property name of <see cref="AlertList"/> or <see cref="AlertEntry"/>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}
