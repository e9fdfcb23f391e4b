using Dashboard.Api.Docs;
using Dashboard.Flows.Manual;
using Microsoft.OpenApi;

namespace Dashboard.Api.SeedataApi;

/// <summary>The dialect in words: what its document says of each operation. Tests hold it against a running server.</summary>
internal static class SeedataApiDocs
{
    private const string SignIn = "Sign-in";
    private const string Flows = "Flows";
    private const string Cameras = "Cameras";

    private const string RowExample = """
        {"id": 465, "camera": "camera_1", "plate": "aaa1a11", "score": 0.952351, "timestamp": "2025-02-08 22:52:46", "trigger_mode": "manual", "lpr_version": "1.8.0"}
        """;

    private const string CameraExample = """
        {"id": 2, "alias": "camera_2", "rtsp": "rtsp://admin:***@192.168.1.20:554/stream1", "keep_alive": "2025-02-08 22:53:01", "capture_mode": "both"}
        """;

    private static readonly ResponseDocs Unauthorized = Error(
        401, "The token or API key is missing, malformed, expired or wrongly signed.", "Your request was made with invalid or missing credentials.")
        with
    { Headers = [new("WWW-Authenticate", "`Bearer realm=\"api\"`")] };

    private static readonly ResponseDocs NotJson = Error(
        415,
        "The body is not JSON in UTF-8.",
        "The request body must be JSON in UTF-8, with the header Content-Type: application/json.");

    private static readonly ResponseDocs TooLarge = Error(413, "The body is over 1 MB.", "The request body is over 1 MB.");

    private static readonly ResponseDocs Fault = Error(500, "The server failed; its log says why.", "The server could not answer; its log says why.");

    private static readonly ParameterNotes Page =
        new("page", ParameterLocation.Query, "Page, from 1. A page past the end is the last one, a page below 1 the first.") { Default = 1 };

    private static readonly ParameterNotes PerPage =
        new("per-page", ParameterLocation.Query, "Rows a page. What is beyond the limits is taken as the nearest of them.") { Minimum = 1, Maximum = 50, Default = 20 };

    private static readonly HeaderNotes[] Pagination =
    [
        new("X-Pagination-Total-Count", "How many flows there are; exact.", IsNumber: true),
        new("X-Pagination-Page-Count", "How many pages there are; 0 where there are no rows.", IsNumber: true),
        new("X-Pagination-Current-Page", "The page that was served.", IsNumber: true),
        new("X-Pagination-Per-Page", "Rows a page.", IsNumber: true),
        new("Link", "Addresses of this page (`self`) and of `first`, `last`, `prev` and `next`; the last two are absent at the ends."),
    ];

    /// <summary>The document's head.</summary>
    public static ApiDocument Document { get; } = new(
        "seedata",
        "Seedata API",
        "1.0",
        """
        Flows and cameras for programs that know the Seedata API.

        **Sign-in.** Every operation but `POST /authenticate` wants the header `Authorization: Bearer …` with a token or with an API key
        (made on the page *My account*; the only way for accounts with two-factor sign-in). On this page, press **Authorize** and paste it.

        **Errors.** Every answer from 400 up is `{"name", "message", "code", "status"}`; the message says what to do. Beyond what stands with
        each operation: an unknown address is 404, a wrong method 405 with the header `Allow`. `HEAD` is answered where `GET` is (not for the
        stream), `OPTIONS` everywhere.

        **Times** are `yyyy-MM-dd HH:mm:ss` in the server's time zone, in answers and in filters.
        """,
        [
            (SignIn, "A token for an e-mail address and a password."),
            (Flows, "Vehicles that passed: lists, search, one with its pictures, the live stream, and captures by hand."),
            (Cameras, "The cameras and when they were last heard of."),
        ],
        new Dictionary<string, OpenApiSecurityScheme>
        {
            ["bearer"] = new()
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT or API key",
                Description = "A token from `POST /authenticate`, or an API key from the page *My account*.",
            },
        },
        SeedataApiSchemas.Complete);

    public static OperationDocs Authenticate { get; } = new(
        "authenticate", SignIn, "Sign in", "Gives a token for an e-mail address and a password. It lasts 24 hours unless the server is set otherwise, "
        + "and ends at once when the password or the role changes or the account is disabled.")
    {
        Body = new(
            typeof(SeedataApiWire.Credentials), true, ("An account", """{"email": "you@example.com", "password": "your password"}""")),
        Outcomes =
        [
            Json<SeedataApiWire.SignedIn>("The token.", """{"success": true, "data": {"token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB…"}}"""),
            Error(400, "The body is no JSON object.", "The request body must be a JSON object."),
            Error(
                401,
                "The e-mail address or the password is wrong, or the account is disabled or locked: one answer for all of them. An account with "
                + "two-factor sign-in is told, after the right password, to use an API key.",
                "The e-mail address or the password is wrong, or the account is disabled or locked.") with { Headers = Unauthorized.Headers },
            TooLarge,
            NotJson,
            Error(422, "`email` or `password` is missing or no string.", "password is missing; it must be a string."),
            Error(429, "Too many failures for this e-mail address or from this network address.", "Too many failed attempts; try again in 60 seconds.") with
            {
                Headers = [new("Retry-After", "Seconds to wait.", IsNumber: true)],
            },
            Fault,
        ],
    };

    public static OperationDocs ListFlows { get; } = new(
        "listFlows", Flows, "List all flows", "The newest first: by `timestamp`, then by `id`. The headers say how many there are.")
    {
        Parameters = [Page, PerPage],
        Outcomes =
        [
            Json<SeedataApiWire.Flow[]>("One page.", $"[{RowExample}]") with { Headers = Pagination },
            ToThePage("/app/flows"),
            Error(400, "`page` or `per-page` is no integer.", "page must be an integer."),
            Unauthorized,
            Fault,
        ],
    };

    public static OperationDocs SearchFlows { get; } = new(
        "searchFlows", Flows, "Search for flows", $"""
        Flows that meet a filter, in pages as in the list.

        {string.Join("\n", FlowFilterParser.Allowed.Select(attribute => $"- `{attribute.Name}`: {attribute.Allows}"))}

        `like` finds its text anywhere; `%`, `_`, `\` and `[` are ordinary characters. Case does not matter, in `plate` neither do spaces and hyphens.
        """)
    {
        Parameters = [Page, PerPage],
        Body = new(
            typeof(SeedataApiWire.Search),
            false,
            ("A camera since a day", """{"filter": {"timestamp": {">=": "2024-11-18 00:00:00"}, "camera": {"like": "camera_1"}}}"""),
            ("Part of a plate", """{"filter": {"plate": {"like": "aaa"}}}"""),
            ("Captures by hand", """{"filter": {"trigger_mode": "manual"}}"""),
            ("Some flows by number, second page", """{"filter": {"id": {"in": [1, 2]}}, "page": 2}""")),
        Outcomes =
        [
            Json<SeedataApiWire.Flow[]>("One page of the flows that meet the filter.", $"[{RowExample}]") with { Headers = Pagination },
            Error(400, "The body is no JSON object, or `page` or `per-page` is no integer.", "The request body is not valid JSON at line 1, byte 12."),
            Unauthorized,
            TooLarge,
            NotJson,
            Error(
                422,
                "An unknown attribute, an operator that the attribute does not have, or an operand of the wrong type.",
                "filter: trigger_mode has no operator 'like'. trigger_mode allows = with manual or auto."),
            Fault,
        ],
    };

    public static OperationDocs GetFlow { get; } = new("getFlow", Flows, "Get a flow", "One flow with its pictures.")
    {
        Parameters = [new("id", ParameterLocation.Path, "Number of the flow.") { Bits = 64, Minimum = 1 }],
        Outcomes =
        [
            Json<SeedataApiWire.FlowWithPictures>("The flow.", $$"""{{RowExample.TrimEnd()[..^1]}}, "image": "/9j/4AAQSkZJRgABAQ…", "plate_image": "/9j/4AAQSkZJRgABAQ…"}"""),
            Unauthorized,
            Error(404, "There is no such flow.", "There is no flow with this id."),
            Fault,
        ],
    };

    public static OperationDocs CreateFlow { get; } = new(
        "createFlow", Flows, "Capture by hand", """
        Waits `capture_delay`, takes the camera's newest image and reads it. While no image can be had or no plate is read in it, that is done again
        with a fresh image, at most `max_retries` times. Of several images the best reading counts. One flow is stored whether or not a plate was
        read. Needs the role Operator. A caller that hangs up cancels the work.
        """)
    {
        Body = new(
            typeof(SeedataApiWire.Capture),
            true,
            ("At once", """{"camera_id": 1}"""),
            ("After a second, patiently", """{"camera_id": 1, "capture_delay": 1000, "max_retries": 3, "interval_between_retries": 500}""")),
        Outcomes =
        [
            Json<SeedataApiWire.ManualFlow>(
                "The flow that was stored.",
                $$"""{{RowExample.TrimEnd()[..^1]}}, "image": "/9j/4AAQSkZJRgABAQ…", "plate_image": "/9j/4AAQSkZJRgABAQ…", "image_source": "camera_snapshot", "request_received_at": "2025-02-08 22:52:45", "retries": 0, "capture_delay": 1000, "interval_between_retries": 500}"""),
            Error(400, "The body is no JSON object.", "The request body must be a JSON object."),
            Unauthorized,
            Error(403, "The role is Viewer.", "You are not allowed to do this."),
            Error(404, "There is no such camera.", "There is no camera with this id."),
            Error(405, "The camera is disabled, or its `capture_mode` does not allow captures by hand.", "The camera is disabled."),
            TooLarge,
            NotJson,
            Error(
                422,
                "A field is missing, no integer or out of its range; or the camera gives no image, or its newest image is over 5 seconds old.",
                "Could not get current image from the camera"),
            Fault,
            new(502, "An image was taken and the recognition failed; nothing is stored.", typeof(SeedataApiWire.CaptureError), """
                {"name": "Bad Gateway", "message": "The recognition failed.", "code": 0, "status": 502, "image": "/9j/4AAQSkZJRgABAQ…"}
                """),
            Error(503, $"{ManualCapture.MaxConcurrent} captures are under way, or the server is stopping.", "100 captures are under way, which is the most; try again in a moment.") with
            {
                Headers = [new("Retry-After", "Seconds to wait.", IsNumber: true)],
            },
        ],
    };

    public static OperationDocs StreamFlows { get; } = new(
        "streamFlows", Flows, "Listen for flows", """
        Flows as they are stored, as server-sent events, for programs that would otherwise poll. Each event has the flow's number as its `id`, the
        name `flow` and the row as in the list as its `data`. A comment every 15 seconds is a sign of life.

        A program that was disconnected sends the last `id` it received and gets every flow since, in the order of storing, none twice; the first
        block of each answer tells it where it stands. The stream ends when the token expires, when the account or key stops working, and when
        the server stops. This page shows nothing of it: use `curl -N`.
        """)
    {
        Parameters =
        [
            new("Last-Event-ID", ParameterLocation.Header, "Number of the last flow that was received; 0 for all flows there are. Without it, flows stored from now on.")
            {
                Bits = 64,
                Minimum = 0,
            },
            new("last_event_id", ParameterLocation.Query, "The same, for clients that cannot set headers. The header wins.") { Bits = 64, Minimum = 0 },
        ],
        Outcomes =
        [
            new(200, "The stream. It stays open.", typeof(string), $"retry: 3000\nid: 464\n\nid: 465\nevent: flow\ndata: {RowExample}\n: heartbeat\n\n")
            {
                ContentType = "text/event-stream",
                Headers = [new("Cache-Control", "`no-store`"), new("X-Accel-Buffering", "`no`")],
            },
            Error(
                400,
                "`Last-Event-ID` or `last_event_id` is no integer from 0 up.",
                "Last-Event-ID must be the id of the last flow received: an integer from 0 to 9223372036854775807."),
            Unauthorized,
            Fault,
            Error(
                503,
                $"{FlowStreamEndpoint.MaximumStreams} programs are listening already.",
                "100 callers are listening already, which is the most; try again in 30 seconds (Retry-After).") with
            {
                Headers = [new("Retry-After", "Seconds to wait.", IsNumber: true)],
            },
        ],
    };

    public static OperationDocs ListCameras { get; } = new("listCameras", Cameras, "List all cameras", "All cameras, by number.")
    {
        Outcomes =
        [
            Json<SeedataApiWire.Camera[]>("The cameras.", $"[{CameraExample}]"),
            ToThePage("/app/cameras"),
            Unauthorized,
            Fault,
        ],
    };

    public static OperationDocs GetCamera { get; } = new("getCamera", Cameras, "Get a camera", "One camera.")
    {
        Parameters = [new("id", ParameterLocation.Path, "Number of the camera.") { Minimum = 1 }],
        Outcomes =
        [
            Json<SeedataApiWire.Camera>("The camera.", CameraExample),
            Unauthorized,
            Error(404, "There is no such camera.", "There is no camera with this id."),
            Fault,
        ],
    };

    private static ResponseDocs Json<T>(string when, string example) => new(200, when, typeof(T), example);

    private static ResponseDocs ToThePage(string page) =>
        new(302, $"A person's browser (it accepts `text/html` and sends no bearer) is sent to the page `{page}`.", null, "")
        {
            Headers = [new("Location", $"`{page}`")],
        };

    private static ResponseDocs Error(int status, string when, string message) => new(
        status, when, typeof(SeedataApiWire.Error), $$"""{"name": "{{ErrorBody.Name(status)}}", "message": "{{message}}", "code": 0, "status": {{status}}}""");
}
