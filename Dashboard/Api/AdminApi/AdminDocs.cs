using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Api.Docs;
using Dashboard.Security.Tokens;
using Microsoft.OpenApi;

namespace Dashboard.Api.AdminApi;

/// <summary>The head of the API's document, and what its routes have in common. Tests hold the document against a running server.</summary>
internal static class AdminDocs
{
    public const string WebHooks = "Web hooks";

    public static ApiDocument Document { get; } = new(
        "admin",
        "Administration API",
        "1.0",
        """
        What administrators otherwise set up on pages, for programs.

        **Keys.** Every operation wants the API key of an administrator, made on the page *My account*, in the header `X-Api-Key`. What a key changes
        stands in the audit under its owner's name, with the beginning of the key. Each key may ask so many times a second
        (`Scout:RequestsPerSecond`); what is beyond waits its turn, up to five seconds, and only what is beyond that is 429.

        **Errors.** Every answer from 400 up is `{"error": "…"}`. Where fields are wrong it is 422, and `fields` says what is wrong with each. An
        unknown address is 404, a wrong method 405 with the header `Allow`; `HEAD` is answered where `GET` is.

        **Fewer bytes.** Answers are compressed for who accepts it (`br`, `gzip`). What is got has an `ETag`: send it as `If-None-Match` with the
        next request, and the answer is 304 without a body while nothing has changed.
        """,
        [(WebHooks, "Addresses of other programs that are told of flows, alerts and heartbeats, as on the page *Web hooks*.")],
        new Dictionary<string, OpenApiSecurityScheme>
        {
            ["header"] = new()
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = QueryApiKey.Header,
                Description = "An administrator's API key from the page *My account*.",
            },
        },
        Complete);

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status, string when, T example, params HeaderDocs[] headers) =>
        route.WithAnswer<T>(new AnswerDocs(status, when, JsonSerializer.SerializeToNode(example, AdminJson.Options), headers));

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, int status, string when, string message, params HeaderDocs[] headers) =>
        route.WithAnswer<AdminError>(new AnswerDocs(status, when, new JsonObject { ["error"] = message }, headers));

    public static RouteHandlerBuilder TakesFields<T>(this RouteHandlerBuilder route, params (string Title, string Json)[] examples) =>
        route.WithBody<T>(isRequired: true, examples)
            .Fails(400, "The body is no JSON object.", Http.JsonBody.NotObject)
            .Fails(413, "The body is over 1 MB.", Http.JsonBody.TooLarge)
            .Fails(415, "The body is not JSON in UTF-8.", Http.JsonBody.NotJson)
            .WithAnswer<AdminError>(new AnswerDocs(
                422,
                "Fields are wrong, missing or unknown.",
                JsonNode.Parse("""
                    {
                      "error": "url: The address must begin with http:// or https://, such as https://example.com/plates.",
                      "fields": {"url": "The address must begin with http:// or https://, such as https://example.com/plates."}
                    }
                    """)));

    // Any JSON object.
    private static void Complete(OpenApiSchema schema, Type type, IServiceProvider services)
    {
        if (type == typeof(HookFields) || type == typeof(NewHook))
        {
            schema.Properties!["custom_data"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object | JsonSchemaType.Null,
                Description = HookFields.CustomDataText,
            };
        }
    }
}
