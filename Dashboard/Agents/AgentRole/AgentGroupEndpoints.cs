using System.Globalization;
using System.Net;
using System.Numerics;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.AgentRole;

/// <summary>
/// An agent's own service: its groups, for programs that fetch them from the vendor's agent, and its position. Who may ask is as with its pictures.
/// </summary>
internal sealed class AgentGroupEndpoints(
    IDbContextFactory<DashboardDbContext> database,
    FlowImages images,
    AgentIdentity identity,
    AgentOptions options,
    AgentAccess access,
    TimeProvider time,
    ILogger<AgentGroupEndpoints> log)
{
    /// <summary>Groups of one list.</summary>
    private const int MaxKeys = 50_000;

    private const string Unknown = "There is no such group, or none any more.";

    /// <summary><c>GET /</c>: a page that says when the first group is of.</summary>
    public async Task IndexAsync(HttpContext context)
    {
        if (!await access.IsAllowedAsync(context))
        {
            return;
        }

        await using var db = await database.CreateDbContextAsync(context.RequestAborted);
        var earliest = await Ended(db).OrderBy(flow => flow.FirstSeenAt).Select(flow => (DateTimeOffset?)flow.FirstSeenAt)
            .FirstOrDefaultAsync(context.RequestAborted) ?? time.GetUtcNow();
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<!DOCTYPE html><html lang=\"en\"><title>Agent</title><p>Agent {identity.Uid}, version {WebUtility.HtmlEncode(ProgramVersion.Text)}</p>"
                    + $"<p>Earliest date epoch: {earliest.ToUnixTimeMilliseconds()}</p></html>"),
            context.RequestAborted);
    }

    /// <summary><c>GET /list?start=&amp;end=</c>: the groups that were first seen between two moments, ms since 1970, oldest first.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (!await access.IsAllowedAsync(context))
        {
            return;
        }

        if (!TryMoment(context, "start", DateTimeOffset.UnixEpoch, out var start) || !TryMoment(context, "end", DateTimeOffset.MaxValue, out var end))
        {
            await AgentAccess.RefuseAsync(context, StatusCodes.Status400BadRequest, "start, end: must be ms since 1970.");
            return;
        }

        await using var db = await database.CreateDbContextAsync(context.RequestAborted);
        var keys = await Ended(db).Where(flow => flow.FirstSeenAt >= start && flow.FirstSeenAt <= end)
            .OrderBy(flow => flow.FirstSeenAt).ThenBy(flow => flow.Id).Take(MaxKeys).Select(flow => flow.Uuid).ToListAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(keys.Select(key => new Dictionary<string, string> { ["key"] = $"{key:N}" }), context.RequestAborted);
    }

    /// <summary><c>GET /meta/{key}</c>: the group.</summary>
    public async Task GetAsync(HttpContext context, string key)
    {
        if (!await access.IsAllowedAsync(context))
        {
            return;
        }

        await using var db = await database.CreateDbContextAsync(context.RequestAborted);
        var found = !Guid.TryParse(key, out var uuid) ? null : await (
            from flow in Ended(db).Include(flow => flow.Candidates)
            where flow.Uuid == uuid
            join camera in db.Cameras on flow.CameraId equals camera.Id
            select new { Flow = flow, Camera = camera }).SingleOrDefaultAsync(context.RequestAborted);
        if (found is null)
        {
            await AgentAccess.RefuseAsync(context, StatusCodes.Status404NotFound, Unknown);
            return;
        }

        var source = new GroupSource(found.Flow, null, found.Camera.Alias, found.Camera.Number ?? found.Camera.Id, identity.Uid)
        {
            AgentVersion = ProgramVersion.Text,
            AgentName = options.Name.Length > 0 ? options.Name : Environment.MachineName,
            PlateCrop = await PlateAsync(found.Flow, context.RequestAborted),
            Latitude = found.Camera.Latitude,
            Longitude = found.Camera.Longitude,
        };
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(ScoutJson.Write(ScoutGroup.From(source)), context.RequestAborted);
    }

    /// <summary><c>GET /gps/set?latitude=&amp;longitude=</c>: where this machine, and so its cameras, stand from now on.</summary>
    public async Task SetPositionAsync(HttpContext context)
    {
        // A page of another origin that is open on this machine must not move it.
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            await AgentAccess.RefuseAsync(context, StatusCodes.Status403Forbidden, "A page of another address may not do this.");
            return;
        }

        if (!await access.IsAllowedAsync(context))
        {
            return;
        }

        if (Degrees(context, "latitude", 90) is not { } latitude || Degrees(context, "longitude", 180) is not { } longitude)
        {
            await AgentAccess.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "latitude, longitude: must be degrees, -90 to 90 and -180 to 180, with a point.");
            return;
        }

        await using var db = await database.CreateDbContextAsync(context.RequestAborted);
        var moved = await db.Cameras
            .Where(camera => camera.DeletedAt == null && (camera.Latitude != latitude || camera.Longitude != longitude || camera.Latitude == null))
            .ExecuteUpdateAsync(
                set => set.SetProperty(camera => camera.Latitude, latitude).SetProperty(camera => camera.Longitude, longitude),
                context.RequestAborted);
        if (moved > 0)
        {
            log.LogInformation("A program set the position of {Cameras} cameras to {Latitude}, {Longitude}", moved, latitude, longitude);
        }

        await context.Response.WriteAsJsonAsync(new Dictionary<string, bool> { ["success"] = true }, context.RequestAborted);
    }

    private static IQueryable<Flow> Ended(DashboardDbContext db) => db.Flows.AsNoTracking().Where(flow => !flow.IsPreview);

    private async Task<byte[]?> PlateAsync(Flow flow, CancellationToken cancellationToken)
    {
        try
        {
            return await images.ReadPlateAsync(flow, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null; // A group matters more than its picture.
        }
    }

    // Whole numbers of any length: what is out of range is the end of the range.
    private static bool TryMoment(HttpContext context, string name, DateTimeOffset usual, out DateTimeOffset moment)
    {
        moment = usual;
        var text = context.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        if (text.Length > 100 || !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var ms = BigInteger.Max(0, BigInteger.Min(number, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        moment = DateTimeOffset.FromUnixTimeMilliseconds((long)ms);
        return true;
    }

    private static double? Degrees(HttpContext context, string name, double limit) =>
        double.TryParse(context.Request.Query[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= limit
            ? degrees
            : null;
}
