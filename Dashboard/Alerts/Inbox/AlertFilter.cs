using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts.Inbox;

/// <summary>Which alerts. Those that were counted into an earlier one are never among them.</summary>
/// <param name="ListId">Only of this list; null: of all.</param>
/// <param name="CameraId">Only of this camera; null: of all.</param>
/// <param name="OnlyOpen">Only those that nobody has acknowledged.</param>
/// <param name="From">Only of vehicles seen at this moment or later; null: from the first.</param>
/// <param name="To">Only of vehicles seen before this moment; null: to the last.</param>
public sealed record AlertFilter(
    int? ListId = null, int? CameraId = null, bool OnlyOpen = false, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>The alerts of one plate on one list.</summary>
/// <param name="Plate">The text that matched.</param>
public sealed record AlertGroupKey(string Plate, int ListId);

/// <summary>The alerts of one plate on one list that match a filter.</summary>
/// <param name="Newest">The last of them, by number.</param>
/// <param name="Open">How many of them nobody has acknowledged.</param>
/// <param name="Repeats">How many flows were counted into them.</param>
public sealed record AlertGroup(AlertRow Newest, int Count, int Open, int Repeats)
{
    /// <summary>The newest open one of them that somebody commented on; null: there is none.</summary>
    public Alert? Commented { get; init; }

    public AlertGroupKey Key => new(Newest.Alert.Plate, Newest.Alert.ListId);
}

/// <summary>One page of groups, the one with the newest alert first.</summary>
/// <param name="Groups">The page's groups.</param>
/// <param name="Page">The page that was served, after clamping; 1 where there are none.</param>
/// <param name="PageCount">How many pages there are; 0 where there are no alerts.</param>
/// <param name="Total">How many groups match.</param>
internal sealed record AlertGroupPage(IReadOnlyList<AlertGroup> Groups, int Page, int PageCount, int Total);
