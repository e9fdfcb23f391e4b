using Dashboard.Api.Docs;
using Microsoft.OpenApi;

namespace Dashboard.Api.ScoutApi;

/// <summary>The dialect in words: what its document says of each operation. Tests hold it against a running server.</summary>
internal static partial class ScoutApiDocs
{
    private const string Searches = "Searches";
    private const string Pictures = "Pictures";
    private const string Lists = "Lists";
    private const string AlertLists = "Alert lists";
    private const string Agents = "Agents";

    private const string GroupExample = """
        {"pk": 465, "model": "alpr.plategroup", "fields": {"agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "agent_type": "alprd", "best_confidence": 93.41, "best_plate": "AAA1A11", "best_index": 465, "best_uuid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2-1-1739055166250", "epoch_time_start": "2025-02-08T22:52:45.100Z", "epoch_time_end": "2025-02-08T22:52:47.900Z", "camera": "North gate", "camera_id": 1, "company": "", "site": "Default", "site_id": 1, "crop_location": null, "direction_of_travel_degrees": null, "direction_of_travel_id": null, "gps_latitude": null, "gps_longitude": null, "hit_count": 9, "img_width": 1920, "img_height": 1080, "plate_x1": 804, "plate_y1": 610, "plate_x2": 951, "plate_y2": 611, "plate_x3": 950, "plate_y3": 660, "plate_x4": 803, "plate_y4": 658, "processing_time_ms": 18.2, "region": "br", "region_confidence": null, "vehicle_color": null, "vehicle_color_confidence": null, "vehicle_make": null, "vehicle_make_confidence": null, "vehicle_make_model": null, "vehicle_make_model_confidence": null, "vehicle_body_type": null, "vehicle_body_type_confidence": null, "vehicle_region_x": null, "vehicle_region_y": null, "vehicle_region_width": null, "vehicle_region_height": null}}
        """;

    private const string CandidateExample = """
        {"pk": 46501, "model": "alpr.platecandidate", "fields": {"agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "confidence": 4.2, "group": 465, "plate_number": "AAA1AI1", "uuid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2-1-1739055166250", "epoch_time": "2025-02-08T22:52:45.100Z", "camera": "North gate", "camera_id": 1, "company": "", "site": "Default", "site_id": 1, "plate_index": 465}}
        """;

    private const string AlertExample = """
        {"pk": 12, "model": "alpr.alert", "fields": {"agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "confidence": 93.41, "plate_group": 465, "plate_number": "AAA1A11", "description": "Stolen", "epoch_time": "2025-02-08T22:52:45.100Z", "alert_group_name": "Wanted", "alert_group": 1, "company": "", "site": "Default", "site_id": 1}}
        """;

    private static readonly ResponseDocs Unauthorized = Error(401, "No key, or one that does not work.", "A valid API key is needed: api_key in the query, or the header X-Api-Key. Keys are made on the page /account/my_account.");

    private static readonly ResponseDocs Forbidden = Error(403, "The key's owner has too little a role.", "The key's owner is not allowed to do this.");

    private static readonly ResponseDocs TooMany = Error(429, "The key asks too often.", "Too many requests with this key; wait a second (Retry-After).") with
    {
        Headers = [new("Retry-After", "Seconds to wait.", IsNumber: true)],
    };

    private static readonly ResponseDocs Fault = Error(500, "The server failed; its log says why.", "The server could not answer; its log says why.");

    private static readonly ParameterNotes[] SearchParameters =
    [
        Text("start", "First seen at this moment or later: ISO 8601 with `Z`, an offset, or neither (then UTC). At least one of `start`, `end` and `after` must be given.", "2025-02-08T00:00:00Z"),
        Text("end", "First seen before this moment.", "2025-02-09T00:00:00Z"),
        Text("plate", "The plate: case, spaces and hyphens do not matter; `*` is any run of characters, `?` is one. Without them it is the whole plate.", "AAA*"),
        Text("site", "Number or name of a site.", "Default"),
        new("camera", ParameterLocation.Query, "The camera's number on its agent (`camera_id`).") { Bits = 64, Minimum = 0 },
        new("topn", ParameterLocation.Query, "Rows at most; more than the most is cut to it.") { Minimum = 1, Maximum = GroupParameters.MostRows, Default = GroupParameters.UsualRows },
        new("limit", ParameterLocation.Query, "Another name for `topn`, which goes before it.") { Minimum = 1, Maximum = GroupParameters.MostRows },
        new("order", ParameterLocation.Query, "By time, then by `pk`: newest first, or oldest first.") { Values = ["desc", "asc"] },
        new("after", ParameterLocation.Query, "Only rows with a greater `pk`, ordered by `pk`: for programs that poll and must not miss what an agent delivers late.") { Bits = 64, Minimum = 0 },
        new("format", ParameterLocation.Query, "`csv`: a column a field, `pk` first.") { Values = ["json", "csv"] },
    ];

    private static readonly ParameterNotes[] PageParameters =
    [
        new("page", ParameterLocation.Query, "Page, from 1.") { Minimum = 1, Default = 1 },
        new("page_size", ParameterLocation.Query, "Rows a page; more than the most is cut to it.") { Minimum = 1, Maximum = ListEndpoints.MostSize, Default = ListEndpoints.UsualSize },
    ];

    /// <summary>The document's head.</summary>
    public static ApiDocument Document { get; } = new(
        "scout",
        "Rekor Scout API",
        "1.0",
        """
        Groups, candidates, alerts, lists and pictures for programs that know the Rekor Scout API, and what agents push.

        **Keys.** Every operation wants an API key, made on the page *My account*: `api_key` in the query, or the header `X-Api-Key`; the session of
        a signed-in browser will do for all but `/push`. A key works as its owner: role, sites and lists. Each may ask so many times a second
        (`Scout:RequestsPerSecond`); what is beyond is 429.

        **Errors.** Every answer from 400 up is `{"error": "…"}`; it names the parameter. An unknown address is 404, a wrong method 405 with the
        header `Allow`. Addresses are known with and without a slash at their end; `HEAD` is answered where `GET` is.

        **Times** are ISO 8601 in UTC with milliseconds. **Confidences** are 0 to 100. **Plates** are upper case without separators. With the
        setting `Scout:DecimalsAsStrings`, numbers with places are sent as text and unknown numbers as 0 (`direction_of_travel_id`: -1) instead of null.
        """,
        [
            (Searches, "Rows by time, plate, site and camera."),
            (Pictures, "The picture of a group, whole or a part of it."),
            (Lists, "Agents, cameras and users."),
            (AlertLists, "Alert lists and their entries."),
            (Agents, "What agents push."),
        ],
        new Dictionary<string, OpenApiSecurityScheme>
        {
            ["header"] = new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "An API key from the page *My account*." },
            ["query"] = new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "api_key", Description = "The same in the address, for programs that know no other way." },
        },
        ScoutApiSchemas.Complete);

    public static OperationDocs SearchPlates { get; } = Search<ScoutApiWire.PlateGroup[]>("searchPlates", "Search for groups", "Groups: one row a vehicle. A preview's row is brought up to date under the same `pk`.", GroupExample);

    public static OperationDocs SearchCandidates { get; } = Search<ScoutApiWire.PlateCandidate[]>("searchCandidates", "Search for candidates", "One row a candidate of each group, the best one too; `plate` is compared with each.", CandidateExample);

    public static OperationDocs SearchAlerts { get; } = Search<ScoutApiWire.Alert[]>("searchAlerts", "Search for alerts", "Groups that met an alert list.", AlertExample);

    public static OperationDocs Detail { get; } = new("getGroup", Searches, "Get a candidate's group", "The group that a candidate belongs to.")
    {
        Parameters = [new("id", ParameterLocation.Path, "The group's `pk` (`group` of the candidate).") { Bits = 64, Minimum = 0 }],
        Outcomes =
        [
            new(200, "The group.", typeof(ScoutApiWire.PlateGroup), GroupExample),
            Error(400, "`id` is no number.", "group_id: must be a whole number."),
            Unauthorized,
            Error(404, "There is none, or the key's owner does not see it.", "There is no group with this id."),
            TooMany,
            Fault,
        ],
    };

    public static OperationDocs Image { get; } = new("getImage", Pictures, "Get a picture", """
        The picture of a group by its `best_uuid`, with or without `.jpg` or `.jpeg` at its end; a part of it, or a smaller one. Pictures that an
        agent keeps are fetched from it. They never change: the answer may be kept for a year.
        """)
    {
        Parameters =
        [
            new("agent", ParameterLocation.Path, "`agent_uid` of the group.") { Example = "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2" },
            new("image", ParameterLocation.Path, "`best_uuid` of the group.") { Example = "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2-1-1739055166250" },
            new("x", ParameterLocation.Query, "Left edge of the part, in pixels of the original.") { Minimum = 0 },
            new("y", ParameterLocation.Query, "Its upper edge.") { Minimum = 0 },
            new("width", ParameterLocation.Query, "Its width. A part needs all four.") { Minimum = 1 },
            new("height", ParameterLocation.Query, "Its height.") { Minimum = 1 },
            new("max_width", ParameterLocation.Query, "Pixels that the answer is wide at most; its shape stays.") { Minimum = 1 },
        ],
        Outcomes =
        [
            new(200, "The picture.", typeof(string), "")
            {
                ContentType = "image/jpeg",
                Headers = [new("ETag", "Names this picture and part."), new("Cache-Control", "`private, max-age=31536000`")],
            },
            new(304, "It is the one of `If-None-Match`.", null, "") { Headers = [new("ETag", "Names this picture and part.")] },
            Error(400, "A parameter is no number, or the part is outside the picture.", "width: the crop is outside the picture."),
            Unauthorized,
            Error(404, "There is no such picture, or it was removed to make room.", "There is no such picture, or none any more."),
            TooMany,
            Fault,
            Error(502, "The agent that has it does not answer.", "North depot does not answer within 8 seconds."),
        ],
    };

    public static OperationDocs ListAgents { get; } = List<ScoutApiWire.AgentPage>("listAgents", Lists, "List the agents", "The server itself is one of them.", """
        {"count": 1, "next": null, "previous": null, "results": [{"id": 1, "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "name": "This server", "hostname": "plates", "version": "0.1.0", "site": "Default", "site_id": 1, "last_seen": "2025-02-08T22:52:47.900Z", "online": true, "cameras": 1}]}
        """);

    public static OperationDocs ListCameras { get; } = List<ScoutApiWire.CameraPage>("listScoutCameras", Lists, "List the cameras", "Cameras of the sites that the key's owner sees.", """
        {"count": 1, "next": null, "previous": null, "results": [{"id": 1, "camera_id": 1, "name": "North gate", "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "site": "Default", "site_id": 1, "enabled": true, "last_seen": "2025-02-08T22:52:47.900Z", "gps_latitude": null, "gps_longitude": null}]}
        """);

    public static OperationDocs ListUsers { get; } = List<ScoutApiWire.UserPage>("listUsers", Lists, "List the users", "For administrators.", """
        {"count": 1, "next": null, "previous": null, "results": [{"id": 1, "email": "you@example.com", "role": "Administrator", "active": true, "last_login": "2025-02-08T22:50:00.000Z"}]}
        """, Forbidden);

    private static ParameterNotes Text(string name, string description, string example) => new(name, ParameterLocation.Query, description) { Example = example };

    private static OperationDocs Search<T>(string id, string summary, string description, string example) => new(id, Searches, summary, description)
    {
        Parameters = SearchParameters,
        Outcomes =
        [
            new(200, "The rows. With `format=csv`, a line a row behind a line of names.", typeof(T), $"[{example}]") { CsvExample = "pk,agent_uid,…\n465,TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2,…\n" },
            Error(400, "A parameter is wrong, or none of `start`, `end` and `after` is given.", "start, end: give at least one of them, as ISO 8601 such as 2026-01-31T08:00:00Z."),
            Unauthorized,
            TooMany,
            Fault,
        ],
    };

    private static OperationDocs List<T>(string id, string group, string summary, string description, string example, params ResponseDocs[] more) => new(id, group, summary, description)
    {
        Parameters = PageParameters,
        Outcomes =
        [
            new(200, "One page.", typeof(T), example),
            Error(400, "`page` or `page_size` is no number from 1.", "page: must be a whole number, at least 1."),
            Unauthorized,
            .. more,
            Error(404, "The page is past the last one.", "page: there are only 1 pages."),
            TooMany,
            Fault,
        ],
    };

    private static ResponseDocs Error(int status, string when, string message) => new(status, when, typeof(ScoutApiWire.Error), $$"""{"error": "{{message}}"}""");
}
