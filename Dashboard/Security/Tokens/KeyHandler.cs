using System.Text.Encodings.Web;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Dashboard.Security.Tokens;

/// <summary>Where a scheme of keys finds its key, and how it refuses.</summary>
internal sealed class KeyHandlerOptions : AuthenticationSchemeOptions
{
    /// <summary>What the request gives as its key; empty: nothing.</summary>
    public Func<HttpContext, StringValues> ReadKey { get; set; } = QueryApiKey.Read;

    /// <summary>What a refusal answers in <c>WWW-Authenticate</c>; null: no such header.</summary>
    public string? Challenge { get; set; }
}

/// <summary>Lets API keys in. It answers refusals with status and header alone; the body belongs to the dialect that was called.</summary>
internal sealed class KeyHandler(IOptionsMonitor<KeyHandlerOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiKeyStore keys)
    : AuthenticationHandler<KeyHandlerOptions>(options, log, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Options.ReadKey(Context);
        if (given.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        return given is [{ } key] && await keys.FindOwnerAsync(key.Trim(), Context.RequestAborted) is { } account
            ? AuthenticateResult.Success(new(ClaimsPrincipalFactory.Create(account, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The key does not work");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (Options.Challenge is { } challenge)
        {
            Response.Headers.WWWAuthenticate = challenge;
        }

        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

/// <summary>
/// A key that came in the query. It is taken out of the request's address before anything else sees it, so that no log, trace or link made from
/// that address can hold it.
/// </summary>
/// <param name="Values">What the query said.</param>
internal sealed record QueryApiKey(StringValues Values)
{
    /// <summary>Name of the query's parameter.</summary>
    public const string Parameter = "api_key";

    // The vendor's older programs call their key company_id; the first that is given counts.
    private static readonly string[] Parameters = [Parameter, "company_id"];

    /// <summary>Name of the header that may carry a key instead.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>What the request gives as its key: what the header says, else what the query said; an empty header says nothing.</summary>
    public static StringValues Read(HttpContext context) =>
        context.Request.Headers[Header] is { } header && !StringValues.IsNullOrEmpty(header)
            ? header
            : context.Features.Get<QueryApiKey>()?.Values ?? StringValues.Empty;

    /// <summary>Takes the key out of the address, and whatever else looks like one: programs also put it where it does not belong.</summary>
    public static void Strip(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.Value is { } path && ApiKeyStore.HideKeys(path) is var shown && shown != path)
        {
            request.Path = new PathString(shown); // As a text it would be decoded a second time.
        }

        if (Array.Find(Parameters, request.Query.ContainsKey) is { } given)
        {
            context.Features.Set(new QueryApiKey(request.Query[given]));
            request.QueryString = QueryString.Create(
                request.Query.Where(pair => !Parameters.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)));
        }

        if (request.Query.Any(pair => HasKey(pair.Key) || pair.Value.Any(HasKey)))
        {
            request.QueryString = QueryString.Create(
                request.Query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(Hide(pair.Key)!, Hide(value))));
        }
    }

    private static bool HasKey(string? text) => Hide(text) != text;

    private static string? Hide(string? text) => text is null ? null : ApiKeyStore.HideKeys(text);
}
