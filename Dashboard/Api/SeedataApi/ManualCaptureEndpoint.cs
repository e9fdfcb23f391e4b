using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Flows;
using Dashboard.Flows.Manual;
using Dashboard.Flows.Seedata;
using Dashboard.Security;
using Dashboard.Security.Accounts;

namespace Dashboard.Api.SeedataApi;

[DisplayName("Capture"), Description("Which camera takes an image, and how patiently.")]
internal sealed record CaptureRequest
{
    public const int MaxDelay = 3000;
    public const int MaxRetriesAllowed = 5;
    public const int MinInterval = 500;
    public const int MaxInterval = 1500;
    private const int UsualRetries = 3;

    [Description("Number of the camera.")]
    public required int CameraId { get; init; }

    [Description("Milliseconds to wait before the first image; without it, the camera's own delay for manual triggers."), Range(0, MaxDelay)]
    public int CaptureDelay { get; init; }

    [Description("How often to take another image while none can be had or no plate is read in it.")]
    [Range(0, MaxRetriesAllowed), DefaultValue(UsualRetries)]
    public int MaxRetries { get; init; }

    [Description("Milliseconds between two images."), Range(MinInterval, MaxInterval), DefaultValue(MinInterval)]
    public int IntervalBetweenRetries { get; init; }

    /// <summary>The camera alone: whether there is one is told before what is wrong with the rest.</summary>
    public static long ReadCameraId(JsonElement body) => Integer(body, "camera_id", long.MinValue, long.MaxValue, null, "a camera's id: an integer");

    public static CaptureRequest Read(JsonElement body, int cameraId, int usualDelay) => new()
    {
        CameraId = cameraId,
        CaptureDelay = (int)Integer(body, "capture_delay", 0, MaxDelay, usualDelay, $"milliseconds: an integer from 0 to {MaxDelay}"),
        MaxRetries = (int)Integer(body, "max_retries", 0, MaxRetriesAllowed, UsualRetries, $"an integer from 0 to {MaxRetriesAllowed}"),
        IntervalBetweenRetries = (int)Integer(
            body, "interval_between_retries", MinInterval, MaxInterval, MinInterval, $"milliseconds: an integer from {MinInterval} to {MaxInterval}"),
    };

    // Without a usual value the field is required.
    private static long Integer(JsonElement body, string name, long min, long max, long? usual, string allowed)
    {
        if (!body.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return usual ?? throw ApiException.Unprocessable($"{name} is required; it is {allowed}.");
        }

        return given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var value) && IsInteger(given) && value >= min && value <= max
            ? value
            : throw ApiException.Unprocessable($"{name} must be {allowed}.");
    }

    // 5.0 is no integer here, as in the filters.
    private static bool IsInteger(JsonElement number) => number.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;
}

/// <summary><c>POST /flows</c>: a flow because a caller asks for one.</summary>
internal static class ManualCaptureEndpoint
{
    public static void MapManualCapture(this SeedataRoutes routes) =>
        routes.Post(ApiPaths.Flows, CreateAsync, Policies.Operator)
            .WithDocs("createFlow", SeedataDocs.Flows, "Make a manual capture", """
                Waits `capture_delay`, takes the camera's newest image and reads it. While no image can be had or no plate is read in it, that is done again
                with a fresh image, at most `max_retries` times. Of several images the best reading counts. One flow is stored whether or not a plate was
                read. Needs the role Operator. A caller that hangs up cancels the work.
                """)
            .TakesJson<CaptureRequest>(
                isRequired: true,
                ("At once", """{"camera_id": 1}"""),
                ("After a second, patiently", """{"camera_id": 1, "capture_delay": 1000, "max_retries": 3, "interval_between_retries": 500}"""))
            .Answers("The flow that was stored.", SeedataManualFlow.Example)
            .Fails(400, "The body is no JSON object.", JsonBody.NotObject)
            .Fails(403, "The role is Viewer.", SeedataErrorFormat.Forbidden)
            .Fails(404, "There is no such camera.", CameraEndpoints.Unknown)
            .Fails(405, "The camera is disabled, or its `capture_mode` does not allow manual captures.", "The camera is disabled.")
            .Fails(
                422,
                "A field is missing, no integer or out of its range; or the camera gives no image, or its newest image is over 5 seconds old.",
                "Could not get current image from the camera")
            .WithAnswer<SeedataCaptureError>(new AnswerDocs(
                502,
                "An image was taken and the recognition failed; nothing is stored.",
                SeedataJson.ToNode(SeedataCaptureError.Create(502, "The recognition failed.", SeedataFlowWithPictures.ExampleJpeg))))
            .Fails(
                503,
                $"{ManualCapture.MaxConcurrent} captures are under way, or the server is stopping. {ApiErrorFormat.WhenUnavailable}",
                "100 captures are under way, which is the most; try again in a moment.",
                HeaderDocs.RetryAfter);

    private static async Task<ApiJson<SeedataManualFlow>> CreateAsync(
        HttpContext context,
        CameraStore cameras,
        SiteScopeProvider siteScopes,
        ManualCapture capture,
        FlowImages images,
        ServerOptions server,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var received = time.GetUtcNow();
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var id = CaptureRequest.ReadCameraId(body);
        if (id is < 1 or > int.MaxValue
            || await cameras.FindAsync((int)id, await siteScopes.GetAsync(context.User, cancellationToken), cancellationToken) is not { } camera)
        {
            throw ApiException.NotFound(CameraEndpoints.Unknown);
        }

        var request = CaptureRequest.Read(body, camera.Id, camera.ManualTriggerDelay);
        if (ManualCapture.Refusal(camera) is { } refusal)
        {
            throw new ApiException(StatusCodes.Status405MethodNotAllowed, refusal)
            {
                Headers = { Allow = $"{HttpMethods.Get}, {HttpMethods.Head}, {HttpMethods.Post}, {HttpMethods.Options}" },
            };
        }

        try
        {
            var timing = new ManualTiming(
                TimeSpan.FromMilliseconds(request.CaptureDelay), request.MaxRetries, TimeSpan.FromMilliseconds(request.IntervalBetweenRetries));
            var made = await capture.CaptureAsync(camera, timing, cancellationToken);
            var image = await images.ReadAsync(made.Row.Flow, cancellationToken);
            var plate = image is null ? null : await images.ReadPlateAsync(made.Row.Flow, cancellationToken);
            return SeedataJson.Ok(new SeedataManualFlow(new SeedataFlowWithPictures(SeedataFlow.From(made.Row, server.Zone), image, plate))
            {
                ImageSource = made.Source == ImageSource.CameraSnapshot ? "camera_snapshot" : "rtsp",
                RequestReceivedAt = SeedataTimestamp.Show(received, server.Zone),
                Retries = made.Retries,
                CaptureDelay = request.CaptureDelay,
                IntervalBetweenRetries = request.IntervalBetweenRetries,
            });
        }
        catch (ManualCaptureException exception)
        {
            throw Explain(exception);
        }
    }

    private static ApiException Explain(ManualCaptureException exception) => exception.Failure switch
    {
        ManualFailure.NoImage => ApiException.Unprocessable(exception.Message),
        ManualFailure.Recognition => new ApiException(StatusCodes.Status502BadGateway, exception.Message) { Image = exception.Jpeg },
        _ => ApiException.Later(exception.Message, 1),
    };
}
