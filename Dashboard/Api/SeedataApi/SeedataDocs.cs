using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Microsoft.OpenApi;

namespace Dashboard.Api.SeedataApi;

/// <summary>The head of the dialect's document, and what its routes have in common. Tests hold the document against a running server.</summary>
internal static class SeedataDocs
{
    public const string SignIn = "Sign-in";
    public const string Flows = "Flows";
    public const string Cameras = "Cameras";

    public static HeaderDocs Challenge { get; } = new("WWW-Authenticate", "`Bearer realm=\"api\"`");

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

        **Fewer bytes.** Answers are compressed for who accepts it (`br`, `gzip`). What is got as one document has an `ETag`: send it as
        `If-None-Match` with the next request, and the answer is 304 without a body while nothing has changed.

        **Times** are `yyyy-MM-dd HH:mm:ss` in the server's time zone, in answers and in filters.
        """,
        [
            (SignIn, "A token for an e-mail address and a password."),
            (Flows, "Vehicles that passed: lists, search, one with its pictures, the live stream, and manual captures."),
            (Cameras, "The cameras and when they were last seen."),
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
        FlowSearchBody.Complete);

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, string when, T example, params HeaderDocs[] headers) =>
        route.WithAnswer<T>(new AnswerDocs(StatusCodes.Status200OK, when, SeedataJson.ToNode(example), headers));

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, int status, string when, string message, params HeaderDocs[] headers) =>
        route.WithAnswer<SeedataError>(new AnswerDocs(status, when, SeedataJson.ToNode(SeedataError.Create(status, message)), headers));

    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route, bool isRequired, params (string Title, string Json)[] examples) =>
        route.WithBody<T>(isRequired, examples)
            .Fails(413, "The body is over 1 MB.", JsonBody.TooLarge)
            .Fails(415, "The body is not JSON in UTF-8.", JsonBody.NotJson);

    public static RouteHandlerBuilder SendsPeopleTo(this RouteHandlerBuilder route, string page) =>
        route.WithAnswer(new AnswerDocs(
            302,
            $"A person's browser (it accepts `text/html` and sends no bearer) is sent to the page `{page}`.",
            null,
            new HeaderDocs("Location", $"`{page}`")));
}
