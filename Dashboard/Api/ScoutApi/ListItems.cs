using System.ComponentModel;
using Dashboard.Domain.Alerts;

namespace Dashboard.Api.ScoutApi;

[Description("One page of a list.")]
internal sealed record Page<T>
{
    [Description("Rows of all pages.")]
    public required int Count { get; init; }

    [Description("Address of the next page, without the key; null: this is the last.")]
    public required string? Next { get; init; }

    [Description("Address of the page before; null: this is the first.")]
    public required string? Previous { get; init; }

    public required IReadOnlyList<T> Results { get; init; }
}

[DisplayName("Agent"), Description("A machine that recognises.")]
internal sealed record AgentItem(
    int Id,
    [property: Description("40 upper-case letters and digits.")] string AgentUid,
    string Name,
    string Hostname,
    string Version,
    string Site,
    int SiteId,
    [property: Description("Null: never.")] string? LastSeen,
    [property: Description("Heard of in the last three minutes.")] bool Online,
    [property: Description("How many.")] int Cameras);

[DisplayName("Camera"), Description("A camera.")]
internal sealed record CameraItem(
    int Id,
    [property: Description("Its number on its agent.")] long CameraId,
    string Name,
    string AgentUid,
    string Site,
    int SiteId,
    bool Enabled,
    [property: Description("When its last frame came; null: never.")] string? LastSeen,
    double? GpsLatitude,
    double? GpsLongitude);

[DisplayName("AlertList"), Description("An alert list.")]
internal sealed record AlertListItem(
    int Id,
    string Name,
    [property: Description("`black` alerts on a plate that is on the list, `white` on one that is not.")] string ListType,
    [property: Description("`exact` compares with the best plate, `lenient` with all candidates.")] string MatchStrategy,
    bool Active,
    [property: Description("How many.")] int Entries)
{
    public static AlertListItem From(AlertList list) => new(
        Id: list.Id,
        Name: list.Name,
        ListType: list.ListType == AlertListType.Black ? "black" : "white",
        MatchStrategy: list.MatchStrategy == Domain.Alerts.MatchStrategy.Exact ? "exact" : "lenient",
        Active: list.IsActive,
        Entries: list.EntryCount);
}

[Description("An alert list by its name.")]
internal sealed record AlertListName(int Id, string Name);

[DisplayName("User"), Description("Somebody who may sign in.")]
internal sealed record UserItem(
    int Id,
    string Email,
    string Role,
    bool Active,
    [property: Description("When the person last signed in; null: never.")] string? LastLogin);
