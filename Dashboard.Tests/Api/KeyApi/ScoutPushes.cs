using System.Net;
using System.Net.Http.Json;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.KeyApi;

/// <summary>Groups as an agent pushes them.</summary>
internal static class ScoutPushes
{
    /// <summary>A group of agent <c>AGENT0</c>, camera 7, with all that the vendor's agents tell.</summary>
    public static Dictionary<string, object?> Group(string plate, long start, string agent = "AGENT0", bool isPreview = false) => new()
    {
        ["data_type"] = "alpr_group",
        ["version"] = 2,
        ["epoch_start"] = start,
        ["epoch_end"] = start + 3000,
        ["agent_uid"] = agent,
        ["agent_version"] = "4.2",
        ["camera_id"] = 7,
        ["best_plate_number"] = plate,
        ["best_confidence"] = 91.5,
        ["best_uuid"] = $"{agent}-7-{start + 500}",
        ["best_region"] = "us-mo",
        ["best_region_confidence"] = 62.25,
        ["candidates"] = new[] { new { plate, confidence = 91.5 }, new { plate = plate + "1", confidence = 3.5 } },
        ["best_plate"] = new
        {
            plate,
            plate_index = 1,
            processing_time_ms = 17.25,
            coordinates = new[] { new { x = 1, y = 2 }, new { x = 30, y = 2 }, new { x = 30, y = 12 }, new { x = 1, y = 12 } },
            vehicle_region = new { x = 5, y = 6, width = 70, height = 80 },
        },
        ["is_preview"] = isPreview,
        ["travel_direction"] = 123.6,
        ["direction_of_travel_id"] = 3,
        ["gps_latitude"] = 48.2,
        ["gps_longitude"] = 16.37,
        ["vehicle"] = new
        {
            color = Ranked("silver"),
            make = Ranked("skoda"),
            make_model = Ranked("skoda_fabia"),
            body_type = Ranked("hatchback"),
        },
    };

    /// <summary>Pushes a group, which must be taken.</summary>
    public static async Task PushAsync(this DashboardApp app, string key, object group)
    {
        using var client = app.AnonymousClient();
        using var answer = await client.PostAsJsonAsync($"/push/?api_key={key}", group);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static object Ranked(string name) => new[] { new { name, confidence = 77.7 } };
}
