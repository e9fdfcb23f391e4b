using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Security.Tokens;
using Dashboard.Storage.Auditing;
using System.ComponentModel;
using System.Text.Json;

namespace Dashboard.Api.SeedataApi;

[Description("Who signs in.")]
internal sealed record Credentials
{
    [Description("E-mail address of the account.")]
    public required string Email { get; init; }

    [Description("Its password.")]
    public required string Password { get; init; }

    public static Credentials Read(JsonElement body) => new() { Email = Text(body, "email"), Password = Text(body, "password") };

    private static string Text(JsonElement body, string field) => body.TryGetProperty(field, out var value) switch
    {
        true when value.ValueKind == JsonValueKind.String => value.GetString()!,
        true => throw ApiException.Unprocessable($"{field} must be a string."),
        false => throw ApiException.Unprocessable($"{field} is missing; it must be a string."),
    };
}

[Description("A sign-in that worked.")]
internal sealed record SignedIn
{
    [Description("Always true: what fails is an error.")]
    public required bool Success { get; init; }

    public required TokenData Data { get; init; }

    public static SignedIn With(string token) => new() { Success = true, Data = new TokenData { Token = token } };
}

[Description("What a sign-in gives.")]
internal sealed record TokenData
{
    [Description("A JWT, signed with RS256, for the header `Authorization: Bearer …`.")]
    public required string Token { get; init; }
}

/// <summary><c>POST /authenticate</c>: a token for an e-mail address and a password.</summary>
internal static class AuthenticateEndpoint
{
    // One and the same for an unknown user, a wrong password, a disabled and a locked account.
    private const string Refused = "The e-mail address or the password is wrong, or the account is disabled or locked.";
    private const string NeedsKey = "This account has two-factor sign-in switched on; use an API key of it as the bearer instead of a token.";

    private const string MustChange = "The password of this account must be changed first; sign in to the dashboard.";

    public static void MapAuthenticate(this SeedataRoutes routes) =>
        routes.PostForAll(ApiPaths.Authenticate, SignInAsync)
            .WithDocs(
                "authenticate",
                SeedataDocs.SignIn,
                "Sign in",
                "Gives a token for an e-mail address and a password. It lasts 24 hours unless the server is set otherwise, "
                + "and ends at once when the password or the role changes or the account is disabled.")
            .TakesJson<Credentials>(isRequired: true, ("An account", """{"email": "you@example.com", "password": "your password"}"""))
            .Answers("The token.", SignedIn.With("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB…"))
            .Fails(400, "The body is no JSON object.", JsonBody.NotObject)
            .Fails(
                401,
                "The e-mail address or the password is wrong, or the account is disabled or locked: one answer for all of them. An account with "
                + "two-factor sign-in is told, after the right password, to use an API key.",
                Refused,
                SeedataDocs.Challenge)
            .Fails(422, "`email` or `password` is missing or no string.", "password is missing; it must be a string.")
            .Fails(
                429,
                "Too many failures for this e-mail address or from this network address.",
                "Too many failed attempts; try again in 60 seconds.",
                HeaderDocs.RetryAfter);

    private static async Task<ApiJson<SignedIn>> SignInAsync(
        HttpContext context,
        SignInService passwords,
        AccountCache accounts,
        TokenIssuer tokens,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var credentials = Credentials.Read(await JsonBody.ReadObjectAsync(context.Request));
        var verified = await passwords.VerifyAsync(
            credentials.Email, credentials.Password, NetworkAddress.Key(context.Connection.RemoteIpAddress), cancellationToken);
        switch (verified.Outcome)
        {
            case PasswordOutcome.Accepted when await accounts.FindAsync(verified.User!.Id, cancellationToken) is { } account:
                context.Response.Headers.CacheControl = "no-store";
                audit.WriteRepeated(new(account.Id, account.Email, AuditPerson.AddressOf(context)), AuditAction.SignedIn, "Token for the API");
                return SeedataJson.Ok(SignedIn.With(tokens.Issue(account)));
            case PasswordOutcome.TooManyAttempts:
                var seconds = (long)Math.Ceiling(verified.RetryAfter.TotalSeconds);
                throw ApiException.Later(
                    $"Too many failed attempts; try again in {seconds} seconds.", seconds, StatusCodes.Status429TooManyRequests);
            default:
                var email = AccountRules.EmailError(credentials.Email.Trim()) is null ? credentials.Email.Trim() : "(no e-mail address)";
                audit.WriteRepeated(new(null, email, AuditPerson.AddressOf(context)), AuditAction.SignInFailed, "Token for the API");
                throw new ApiException(StatusCodes.Status401Unauthorized, RefusalFor(verified.Outcome))
                {
                    Headers = { WWWAuthenticate = BearerAuthentication.Challenge },
                };
        }
    }

    private static string RefusalFor(PasswordOutcome outcome) => outcome switch
    {
        PasswordOutcome.NeedsSecondFactor => NeedsKey,
        PasswordOutcome.MustChange => MustChange,
        _ => Refused,
    };
}
