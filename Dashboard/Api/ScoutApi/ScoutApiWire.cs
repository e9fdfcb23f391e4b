using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Dashboard.Api.ScoutApi;

/// <summary>
/// The dialect's JSON as types, for its document alone: the endpoints read and write their JSON by hand. Tests hold what is sent against them.
/// </summary>
internal static class ScoutApiWire
{
    [Description("What went wrong. Every answer from 400 up has this body.")]
    public sealed class Error
    {
        [JsonPropertyName("error"), Description("What is wrong, and what is allowed; it names the parameter.")]
        public required string Text { get; init; }
    }

    [Description("A group: one vehicle.")]
    public sealed class PlateGroup;

    [Description("One possible text of a group.")]
    public sealed class PlateCandidate;

    [Description("A group that met an alert list.")]
    public sealed class Alert;

    [Description("A machine that recognises.")]
    public sealed class Agent
    {
        [JsonPropertyName("id")]
        public required int Id { get; init; }

        [JsonPropertyName("agent_uid"), Description("40 upper-case letters and digits.")]
        public required string AgentUid { get; init; }

        [JsonPropertyName("name")]
        public required string Name { get; init; }

        [JsonPropertyName("hostname")]
        public required string Hostname { get; init; }

        [JsonPropertyName("version")]
        public required string Version { get; init; }

        [JsonPropertyName("site")]
        public required string Site { get; init; }

        [JsonPropertyName("site_id")]
        public required int SiteId { get; init; }

        [JsonPropertyName("last_seen"), Description("Null: never.")]
        public required string? LastSeen { get; init; }

        [JsonPropertyName("online"), Description("Heard of in the last three minutes.")]
        public required bool Online { get; init; }

        [JsonPropertyName("cameras"), Description("How many.")]
        public required int Cameras { get; init; }
    }

    [Description("A camera.")]
    public sealed class Camera
    {
        [JsonPropertyName("id")]
        public required int Id { get; init; }

        [JsonPropertyName("camera_id"), Description("Its number on its agent.")]
        public required long CameraId { get; init; }

        [JsonPropertyName("name")]
        public required string Name { get; init; }

        [JsonPropertyName("agent_uid")]
        public required string AgentUid { get; init; }

        [JsonPropertyName("site")]
        public required string Site { get; init; }

        [JsonPropertyName("site_id")]
        public required int SiteId { get; init; }

        [JsonPropertyName("enabled")]
        public required bool Enabled { get; init; }

        [JsonPropertyName("last_seen"), Description("When its last frame came; null: never.")]
        public required string? LastSeen { get; init; }

        [JsonPropertyName("gps_latitude")]
        public required double? Latitude { get; init; }

        [JsonPropertyName("gps_longitude")]
        public required double? Longitude { get; init; }
    }

    [Description("An alert list.")]
    public sealed class AlertList
    {
        [JsonPropertyName("id")]
        public required int Id { get; init; }

        [JsonPropertyName("name")]
        public required string Name { get; init; }

        [JsonPropertyName("list_type"), Description("`black` alerts on a plate that is on the list, `white` on one that is not.")]
        public required string ListType { get; init; }

        [JsonPropertyName("match_strategy"), Description("`exact` compares with the best plate, `lenient` with all candidates.")]
        public required string MatchStrategy { get; init; }

        [JsonPropertyName("active")]
        public required bool Active { get; init; }

        [JsonPropertyName("entries"), Description("How many.")]
        public required int Entries { get; init; }
    }

    [Description("An alert list by its name.")]
    public sealed class AlertListName
    {
        [JsonPropertyName("id")]
        public required int Id { get; init; }

        [JsonPropertyName("name")]
        public required string Name { get; init; }
    }

    [Description("Somebody who may sign in.")]
    public sealed class User
    {
        [JsonPropertyName("id")]
        public required int Id { get; init; }

        [JsonPropertyName("email")]
        public required string Email { get; init; }

        [JsonPropertyName("role")]
        public required string Role { get; init; }

        [JsonPropertyName("active")]
        public required bool Active { get; init; }

        [JsonPropertyName("last_login"), Description("When the person last signed in; null: never.")]
        public required string? LastLogin { get; init; }
    }

    [Description("One page of a list.")]
    public class Page<T>
    {
        [JsonPropertyName("count"), Description("Rows of all pages.")]
        public required int Count { get; init; }

        [JsonPropertyName("next"), Description("Address of the next page, without the key; null: this is the last.")]
        public required string? Next { get; init; }

        [JsonPropertyName("previous"), Description("Address of the page before; null: this is the first.")]
        public required string? Previous { get; init; }

        [JsonPropertyName("results")]
        public required T[] Results { get; init; }
    }

    [Description("One page of the agents.")]
    public sealed class AgentPage : Page<Agent>;

    [Description("One page of the cameras.")]
    public sealed class CameraPage : Page<Camera>;

    [Description("One page of the alert lists.")]
    public sealed class AlertListPage : Page<AlertList>;

    [Description("One page of the users.")]
    public sealed class UserPage : Page<User>;

    [Description("A list that is to be made.")]
    public sealed class NewAlertList
    {
        [JsonPropertyName("name"), Description("Its name, unique.")]
        public required string Name { get; init; }
    }

    [Description("Entries that are to take the place of a list's.")]
    public sealed class ImportForm
    {
        [JsonPropertyName("name"), Description("Always `import`.")]
        public string? Name { get; init; }

        [JsonPropertyName("pk"), Description("Number of the list.")]
        public required int Pk { get; init; }

        [JsonPropertyName("files"), Description("The file: UTF-8 CSV with the header `Plate Number,Description,State/Province`. The field may be called `import` as well.")]
        public required string Files { get; init; }

        [JsonPropertyName("async"), Description("Accepted; it changes nothing.")]
        public string? Async { get; init; }
    }

    [Description("What an import did.")]
    public sealed class Imported
    {
        [JsonPropertyName("success")]
        public required bool Success { get; init; }

        [JsonPropertyName("added")]
        public required int Added { get; init; }

        [JsonPropertyName("modified")]
        public required int Modified { get; init; }

        [JsonPropertyName("unmodified")]
        public required int Unmodified { get; init; }

        [JsonPropertyName("deleted")]
        public required int Deleted { get; init; }
    }

    [Description("What an agent pushes: one object, told apart by `data_type`. The fields of each are those that the vendor documents; unknown ones are ignored.")]
    public sealed class Pushed
    {
        [JsonPropertyName("data_type"), Description("`alpr_group`, `alpr_results` or `heartbeat`.")]
        public required string DataType { get; init; }

        [JsonPropertyName("agent_uid"), Description("1 to 40 letters and digits.")]
        public required string AgentUid { get; init; }

        [JsonPropertyName("camera_id"), Description("The agent's number of the camera; of groups.")]
        public long? CameraId { get; init; }

        [JsonPropertyName("epoch_start"), Description("When the vehicle was first seen, ms since 1970; of groups.")]
        public long? EpochStart { get; init; }

        [JsonPropertyName("epoch_end"), Description("When it was last seen.")]
        public long? EpochEnd { get; init; }

        [JsonPropertyName("best_plate_number"), Description("The plate.")]
        public string? BestPlateNumber { get; init; }

        [JsonPropertyName("best_confidence"), Description("0 to 100.")]
        public double? BestConfidence { get; init; }

        [JsonPropertyName("is_preview"), Description("The vehicle is still seen; what follows under the same start and index takes its place.")]
        public bool? IsPreview { get; init; }
    }

    [Description("It is stored for good.")]
    public sealed class Stored
    {
        [JsonPropertyName("success")]
        public required bool Success { get; init; }
    }
}
