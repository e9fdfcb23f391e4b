using System.Globalization;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Security;
using Microsoft.OpenApi;

namespace Dashboard.Api.AdminApi;

/// <summary>Web hooks, as the page and the command line make them: by the same store.</summary>
internal static class HookEndpoints
{
    private const string Path = ApiPaths.Admin + "/web-hooks";
    private const string Unknown = "There is no web hook with this number.";

    private static readonly ParameterDocs Id = new("id", "Number of the web hook.") { In = ParameterLocation.Path, Min = 1 };

    public static void MapHooks(this AdminRoutes routes)
    {
        MapAsking(routes);
        MapMaking(routes);
        MapChanging(routes);
    }

    private static void MapAsking(AdminRoutes routes)
    {
        routes.MapGet(Path, ListAsync)
            .WithDocs("listWebHooks", AdminDocs.WebHooks, "List the web hooks", "All of them, by name.")
            .Answers(200, "The web hooks.", new[] { HookItem.Example });

        routes.MapGet(Path + "/{id}", GetAsync)
            .WithDocs("getWebHook", AdminDocs.WebHooks, "Get a web hook", "One of them.")
            .WithParameters(Id)
            .Answers(200, "The web hook.", HookItem.Example)
            .Fails(404, "There is no such web hook.", Unknown);

        routes.MapPost(Path + "/{id}/test", TestAsync)
            .WithDocs("testWebHook", AdminDocs.WebHooks, "Test a web hook", """
                Sends it a test now and answers what the receiver said, within 10 seconds. The request has no body. A receiver that refuses is no error
                of this operation: `taken` and `status` tell.
                """)
            .WithParameters(Id)
            .Answers(200, "What the receiver answered.", HookTestAnswer.Example)
            .Fails(404, "There is no such web hook.", Unknown);

        routes.MapGet(Path + "/{id}/certificate", FetchAsync)
            .WithDocs("getWebHookCertificate", AdminDocs.WebHooks, "See the receiver's certificate", """
                Connects to the receiver and tells which certificate it shows; nothing is sent to it. Compare the fingerprint with what the receiver
                itself says before you set it as `certificate_pin`.
                """)
            .WithParameters(Id)
            .Answers(200, "The certificate, or why it could not be fetched.", HookCertificate.Example)
            .Fails(404, "There is no such web hook.", Unknown);
    }

    private static void MapMaking(AdminRoutes routes)
    {
        routes.MapPost(Path, AddAsync)
            .AuditedByItsChange()
            .WithDocs("createWebHook", AdminDocs.WebHooks, "Make a web hook", """
                Only the address is needed: without `events` it is told of all, without `name` it is called after its host, and without `secret` the
                server makes one. A secret that the server made stands in this answer, and in no other.
                """)
            .TakesFields<NewHook>(
                ("All events", """{"url": "https://gate.example.com/plates"}"""),
                ("Alerts of a list, in the local network", """
                    {"name": "Gate controller", "url": "http://192.168.1.20:8080/plates", "allow_private": true, "events": ["alerts"], "list_id": 1}
                    """),
                ("A receiver with a self-signed certificate, plain bodies", """
                    {
                      "url": "https://192.168.1.20/plates", "allow_private": true, "format": "plain",
                      "certificate_pin": "5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F:5F"
                    }
                    """))
            .Answers(201, "The web hook.", HookItem.Example with { Secret = "kXo0…43 characters" }, new HeaderDocs("Location", "Its address."));
    }

    private static void MapChanging(AdminRoutes routes)
    {
        routes.MapPatch(Path + "/{id}", ChangeAsync)
            .AuditedByItsChange()
            .WithDocs("changeWebHook", AdminDocs.WebHooks, "Change a web hook", """
                Only what is given changes. What waits for the web hook is tried again at once. `"secret": null` makes a new secret, which stands in
                this answer, and in no other.
                """)
            .WithParameters(Id)
            .TakesFields<HookFields>(
                ("Switch it off", """{"active": false}"""),
                ("Another address", """{"url": "https://gate.example.com/v2/plates"}"""),
                ("A new secret", """{"secret": null}"""))
            .Answers(200, "The web hook as it is now.", HookItem.Example)
            .Fails(404, "There is no such web hook.", Unknown);

        routes.MapDelete(Path + "/{id}", DeleteAsync)
            .AuditedByItsChange()
            .WithDocs("deleteWebHook", AdminDocs.WebHooks, "Delete a web hook", "With its log; what waits for it is never sent.")
            .WithParameters(Id)
            .WithAnswer(new AnswerDocs(204, "It is deleted.", null))
            .Fails(404, "There is no such web hook.", Unknown);
    }

    private static async Task<ApiJson<HookCertificate>> FetchAsync(
        string id, WebHookStore hooks, WebHookSender sender, CancellationToken cancellationToken) =>
        AdminJson.Ok(HookCertificate.From(await sender.FetchCertificateAsync(await FindAsync(id, hooks, cancellationToken), cancellationToken)));

    private static async Task<ApiJson<HookItem[]>> ListAsync(WebHookStore hooks, CancellationToken cancellationToken) =>
        AdminJson.Ok((await hooks.ListAsync(cancellationToken)).Select(hook => HookItem.From(hook)).ToArray());

    private static async Task<ApiJson<HookItem>> GetAsync(string id, WebHookStore hooks, CancellationToken cancellationToken) =>
        AdminJson.Ok(HookItem.From(await FindAsync(id, hooks, cancellationToken)));

    private static async Task<ApiJson<HookItem>> AddAsync(HttpContext context, WebHookStore hooks, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var added = await hooks.AddNamedAsync(HookChange.Apply(body, HookEvents.ChooseAll(new WebHook())), cancellationToken);
        HookChange.EnsureTaken(added);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{context.Request.PathBase}{Path}/{added.Value.Id}");
        return AdminJson.Answer(HookItem.From(added.Value, HookChange.AsksForSecret(body, isNew: true)), StatusCodes.Status201Created);
    }

    private static async Task<ApiJson<HookItem>> ChangeAsync(
        string id, HttpContext context, WebHookStore hooks, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var changed = HookChange.Apply(body, await FindAsync(id, hooks, cancellationToken));
        HookChange.EnsureTaken(await hooks.UpdateAsync(changed, cancellationToken));
        context.Response.Headers.CacheControl = "no-store";
        return AdminJson.Ok(HookItem.From(changed, HookChange.AsksForSecret(body, isNew: false)));
    }

    private static async Task<IResult> DeleteAsync(string id, WebHookStore hooks, CancellationToken cancellationToken)
    {
        HookChange.EnsureTaken(await hooks.DeleteAsync((await FindAsync(id, hooks, cancellationToken)).Id, cancellationToken));
        return Results.NoContent();
    }

    private static async Task<ApiJson<HookTestAnswer>> TestAsync(
        string id, WebHookStore hooks, WebHookSender sender, CancellationToken cancellationToken) =>
        AdminJson.Ok(HookTestAnswer.From(await sender.PingAsync(await FindAsync(id, hooks, cancellationToken), cancellationToken)));

    private static async Task<WebHook> FindAsync(string id, WebHookStore hooks, CancellationToken cancellationToken) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await hooks.FindAsync(number, cancellationToken) is { } hook
            ? hook
            : throw ApiException.NotFound(Unknown);
}
