using System.Text.Json.Nodes;
using Dashboard.Api.Docs;
using Dashboard.Api.Keys;
using Dashboard.Security.Tokens;
using Microsoft.OpenApi;

namespace Dashboard.Api.ScoutApi;

/// <summary>The head of the dialect's document, and what its routes have in common. Tests hold the document against a running server.</summary>
internal static class ScoutDocs
{
    public const string Searches = "Searches";
    public const string Pictures = "Pictures";
    public const string Lists = "Lists";
    public const string AlertLists = "Alert lists";
    public const string Agents = "Agents";

    public static ApiDocument Document { get; } = new(
        "scout",
        "Rekor Scout API",
        "1.0",
        """
        Groups, candidates, alerts, lists and pictures for programs that know the Rekor Scout API, and what agents push.

        **Keys.** Every operation wants an API key, made on the page *My account*: `api_key` in the query, or the header `X-Api-Key`; the session of
        a signed-in browser will do for all but `/push`. `company_id` is taken for `api_key`, as older programs call it. A key works as its owner:
        role, sites and lists. Each may ask so many times a second (`Scout:RequestsPerSecond`); what is beyond waits its turn, up to five seconds, and
        only what is beyond that is 429.

        **Errors.** Every answer from 400 up is `{"error": "…"}`; it names the parameter. An unknown address is 404, a wrong method 405 with the
        header `Allow`. Addresses are known with and without a slash at their end; `HEAD` is answered where `GET` is.

        **Fewer bytes.** Answers are compressed for who accepts it (`br`, `gzip`). Lists, pictures and searches with few rows have an `ETag`: send it as
        `If-None-Match` with the next request, and the answer is 304 without a body while nothing has changed. Of pictures, parts can
        be asked for (`Range`).

        **Cameras.** `camera` in a row is the camera's name, as most programs want it; with the setting `Scout:CameraAsNumber` it is its number, as
        some do. `camera_id` is always the number.

        **Times** are ISO 8601 in UTC with milliseconds. **Confidences** are 0 to 100. **Plates** are upper case without separators. With the
        setting `Scout:DecimalsAsStrings`, numbers with places are sent as text, and what is not known as 0 (`direction_of_travel_id`: -1) or an empty
        text instead of null.

        **Directions.** `direction_of_travel_degrees` (and `travel_direction` of web hooks) is the plate's direction through the picture: 0 is up, 90
        right, 180 down. Up and unknown are both 0 where null is not written; then `direction_of_travel_id` is -1 for unknown, and 0 for flows of this
        server's own cameras.
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
            ["header"] = new()
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = QueryApiKey.Header,
                Description = "An API key from the page *My account*.",
            },
            ["query"] = new()
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Query,
                Name = "api_key",
                Description = "The same in the address, for programs that know no other way.",
            },
        },
        Complete);

    /// <summary>An answer whose body is as in the example.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status, string when, string example) =>
        route.WithAnswer<T>(new AnswerDocs(status, when, JsonNode.Parse(example)));

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, int status, string when, string message, params HeaderDocs[] headers) =>
        route.WithAnswer<KeyError>(new AnswerDocs(status, when, new JsonObject { ["error"] = message }, headers));

    // The rows' fields are those of their models, as this server's settings write them; a file is bytes.
    private static void Complete(OpenApiSchema schema, Type type, IServiceProvider services)
    {
        var models = services.GetRequiredService<ScoutModels>();
        if (type == typeof(PlateGroup))
        {
            models.Group.Describe(schema, models.IsStrict);
        }
        else if (type == typeof(PlateCandidate))
        {
            models.Candidate.Describe(schema, models.IsStrict);
        }
        else if (type == typeof(PlateAlert))
        {
            models.Alert.Describe(schema, models.IsStrict);
        }
        else if (type == typeof(CameraItem) && models.IsStrict)
        {
            foreach (var position in new[] { "gps_latitude", "gps_longitude" })
            {
                ((OpenApiSchema)schema.Properties![position]).Type = JsonSchemaType.String;
                ((OpenApiSchema)schema.Properties[position]).Format = null;
            }
        }
        else if (type == typeof(ImportForm))
        {
            ((OpenApiSchema)schema.Properties!["files"]).Format = "binary";
        }
    }
}
