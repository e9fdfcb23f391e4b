using System.Net;
using System.Net.Http.Json;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>Groups as agents push them, from those with every field to those with hardly any.</summary>
internal static class PushedGroups
{
    /// <summary>When the first of a series began, ms since 1970.</summary>
    public const long Start = 1_795_400_000_000;

    /// <summary>A camera's name that a careless CSV breaks on.</summary>
    public const string AwkwardName = "Gate \"A\", north; line 2";

    /// <summary>All that a genuine agent tells.</summary>
    public static object Whole(string agent, string plate, long start = Start, string? picture = null) => new
    {
        data_type = "alpr_group",
        version = 2,
        epoch_start = start,
        epoch_end = start + 2500,
        frame_start = 10,
        frame_end = 70,
        company_id = "acme",
        agent_uid = agent,
        agent_version = "4.2.1",
        agent_type = "alprd",
        camera_id = 7,
        country = "us",
        gps_latitude = 48.208174,
        gps_longitude = -16.373819,
        uuids = new[] { $"{agent}-7-{start}", $"{agent}-7-{start + 500}" },
        plate_indexes = new[] { 31 },
        candidates = new[]
        {
            new { plate, confidence = 93.25, matches_template = 1 }, new { plate = plate + "1", confidence = 71.5, matches_template = 0 },
        },
        best_plate = new
        {
            plate,
            confidence = 93.25,
            plate_index = 31,
            coordinates = new[] { new { x = 101, y = 52 }, new { x = 180, y = 53 }, new { x = 181, y = 77 }, new { x = 102, y = 76 } },
            processing_time_ms = 14.75,
            vehicle_region = new { x = 40, y = 12, width = 300, height = 220 },
        },
        best_plate_number = plate,
        best_confidence = 93.25,
        best_uuid = $"{agent}-7-{start + 500}",
        best_uuid_epoch_ms = start + 500,
        best_region = "us-mo",
        best_region_confidence = 88.125,
        best_image_width = 1920,
        best_image_height = 1080,
        travel_direction = 271.6,
        direction_of_travel_id = 3,
        is_parked = false,
        is_preview = false,
        vehicle = new
        {
            color = new[] { new { name = "silver-gray", confidence = 77.5 } },
            make = new[] { new { name = "skoda", confidence = 66.25 } },
            make_model = new[] { new { name = "skoda_octavia", confidence = 55 } },
            body_type = new[] { new { name = "sedan-wagon", confidence = 44.5 } },
        },
        overview_jpeg = picture,
        web_server_config = new { camera_label = AwkwardName, agent_label = "Depot" },
    };

    /// <summary>The least that can be stored: not even a plate.</summary>
    public static object Bare(string agent, long start = Start) =>
        new { data_type = "alpr_group", epoch_start = start, agent_uid = agent, camera_id = 1 };

    /// <summary>What a poller needs to tell groups apart.</summary>
    public static object Small(string agent, int camera, long start, string plate, bool isPreview = false) => new
    {
        data_type = "alpr_group",
        epoch_start = start,
        epoch_end = start + 2000,
        agent_uid = agent,
        camera_id = camera,
        best_plate_number = plate,
        best_confidence = isPreview ? 70 : 90,
        best_uuid = $"{agent}-{camera}-{start + 300}",
        candidates = new[] { new { plate, confidence = isPreview ? 70 : 90 }, new { plate = plate + "X", confidence = 20 } },
        is_preview = isPreview,
    };

    /// <summary>Sends one; it must be taken.</summary>
    public static async Task PushAsync(this HttpClient client, object group)
    {
        using var answer = await client.PostAsJsonAsync("/push/", group);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }
}
