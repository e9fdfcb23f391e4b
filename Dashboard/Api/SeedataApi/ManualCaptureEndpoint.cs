using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Flows;
using Dashboard.Flows.Manual;
using Dashboard.Security.Accounts;

namespace Dashboard.Api.SeedataApi;

/// <summary><c>POST /flows</c>: a flow because a caller asks for one.</summary>
internal static class ManualCaptureEndpoint
{
    private const int UsualRetries = 3;
    private const int UsualInterval = 500;

    public static async Task<IResult> CreateAsync(
        HttpContext context, CameraStore cameras, SiteScopeProvider siteScopes, ManualCapture capture, FlowImages images, ServerOptions server, TimeProvider time)
    {
        var received = time.GetUtcNow();
        var cancel = context.RequestAborted;
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var id = Integer(body, "camera_id", long.MinValue, long.MaxValue, null, "a camera's id: an integer");
        if (id is < 1 or > int.MaxValue || await cameras.FindAsync((int)id, await siteScopes.OfAsync(context.User, cancel), cancel) is not { } camera)
        {
            return ErrorBody.Result(StatusCodes.Status404NotFound, "There is no camera with this id.");
        }

        var delay = (int)Integer(body, "capture_delay", 0, 3000, camera.ManualTriggerDelay, "milliseconds: an integer from 0 to 3000");
        var retries = (int)Integer(body, "max_retries", 0, 5, UsualRetries, "an integer from 0 to 5");
        var interval = (int)Integer(body, "interval_between_retries", 500, 1500, UsualInterval, "milliseconds: an integer from 500 to 1500");
        if (ManualCapture.Refusal(camera) is { } refusal)
        {
            context.Response.Headers.Allow = $"{HttpMethods.Get}, {HttpMethods.Head}, {HttpMethods.Post}, {HttpMethods.Options}";
            return ErrorBody.Result(StatusCodes.Status405MethodNotAllowed, refusal);
        }

        try
        {
            var patience = new ManualPatience(TimeSpan.FromMilliseconds(delay), retries, TimeSpan.FromMilliseconds(interval));
            var made = await capture.CaptureAsync(camera, patience, cancel);
            var image = await images.ReadAsync(made.Row.Flow, cancel);
            var plate = image is null ? null : await images.ReadPlateAsync(made.Row.Flow, cancel);
            return new JsonAnswer(json =>
            {
                json.WriteStartObject();
                FlowEndpoints.WriteRow(json, made.Row, server.Zone);
                FlowEndpoints.WritePicture(json, "image", image);
                FlowEndpoints.WritePicture(json, "plate_image", plate);
                json.WriteString("image_source", made.Source == ImageSource.CameraSnapshot ? "camera_snapshot" : "rtsp");
                json.WriteString("request_received_at", SeedataTimestamp.Show(received, server.Zone));
                json.WriteNumber("retries", made.Retries);
                json.WriteNumber("capture_delay", delay);
                json.WriteNumber("interval_between_retries", interval);
                json.WriteEndObject();
            });
        }
        catch (ManualCaptureException failed)
        {
            return Explain(context, failed);
        }
    }

    private static IResult Explain(HttpContext context, ManualCaptureException failed)
    {
        switch (failed.Failure)
        {
            case ManualFailure.NoImage:
                return ErrorBody.Result(StatusCodes.Status422UnprocessableEntity, failed.Message);
            case ManualFailure.Recognition:
                return ErrorBody.Result(StatusCodes.Status502BadGateway, failed.Message, failed.Jpeg);
            default:
                context.Response.Headers.RetryAfter = "1";
                return ErrorBody.Result(StatusCodes.Status503ServiceUnavailable, failed.Message);
        }
    }

    // Without a usual value the field is required.
    private static long Integer(JsonElement body, string name, long least, long most, long? usual, string allowed)
    {
        if (!body.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return usual ?? throw Reject($"{name} is required; it is {allowed}.");
        }

        return given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var value) && IsInteger(given) && value >= least && value <= most
            ? value
            : throw Reject($"{name} must be {allowed}.");
    }

    // 5.0 is no integer here, as in the filters.
    private static bool IsInteger(JsonElement number) => number.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static SeedataApiException Reject(string message) => new(StatusCodes.Status422UnprocessableEntity, message);
}
