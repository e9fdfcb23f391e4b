using System.Globalization;
using System.Text.Json;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;

namespace Dashboard.Api.SeedataApi;

/// <summary><c>POST /authenticate</c>: a token for an e-mail address and a password.</summary>
internal static class AuthenticateEndpoints
{
    // One and the same for an unknown user, a wrong password, a disabled and a locked account.
    private const string Refused = "The e-mail address or the password is wrong, or the account is disabled or locked.";
    private const string NeedsKey = "This account has two-factor sign-in switched on; use an API key of it as the bearer instead of a token.";

    public static async Task<IResult> AnswerAsync(HttpContext context, SignInService passwords, AccountCache accounts, TokenIssuer tokens)
    {
        var cancel = context.RequestAborted;
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var email = Text(body, "email");
        var password = Text(body, "password");
        var judgement = await passwords.VerifyAsync(email, password, NetworkAddress.Key(context.Connection.RemoteIpAddress), cancel);
        switch (judgement.Outcome)
        {
            case PasswordOutcome.Accepted when await accounts.FindAsync(judgement.User!.Id, cancel) is { } account:
                context.Response.Headers.CacheControl = "no-store";
                return Token(tokens.Issue(account));
            case PasswordOutcome.TooManyAttempts:
                var seconds = (long)Math.Ceiling(judgement.RetryAfter.TotalSeconds);
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return ErrorBody.Result(StatusCodes.Status429TooManyRequests, $"Too many failed attempts; try again in {seconds} seconds.");
            default:
                context.Response.Headers.WWWAuthenticate = "Bearer realm=\"api\"";
                return ErrorBody.Result(
                    StatusCodes.Status401Unauthorized, judgement.Outcome == PasswordOutcome.NeedsSecondFactor ? NeedsKey : Refused);
        }
    }

    private static JsonAnswer Token(string token) => new(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteStartObject("data");
        json.WriteString("token", token);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static string Text(JsonElement body, string field) => body.TryGetProperty(field, out var value) switch
    {
        true when value.ValueKind == JsonValueKind.String => value.GetString()!,
        true => throw new SeedataApiException(StatusCodes.Status422UnprocessableEntity, $"{field} must be a string."),
        false => throw new SeedataApiException(StatusCodes.Status422UnprocessableEntity, $"{field} is missing; it must be a string."),
    };
}
