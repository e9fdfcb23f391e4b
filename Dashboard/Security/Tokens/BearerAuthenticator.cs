using Dashboard.Security.Accounts;

namespace Dashboard.Security.Tokens;

/// <summary>Tells for whom a request acts that carries <c>Authorization: Bearer …</c>, a token or an API key.</summary>
public sealed class BearerAuthenticator(TokenIssuer tokens, ApiKeyStore keys)
{
    private const string Bearer = "Bearer ";

    /// <summary>Whether the request carries a bearer at all.</summary>
    public static bool IsGiven(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    /// <summary>The account as it is now; null: there is no bearer, or it does not work (any more). An answer that lasts asks again now and then.</summary>
    public async Task<AccountSnapshot?> FindAsync(HttpRequest request, CancellationToken cancel = default)
    {
        if (!IsGiven(request))
        {
            return null;
        }

        var text = request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        return ApiKeyStore.IsKey(text) ? await keys.FindOwnerAsync(text, cancel) : await tokens.FindOwnerAsync(text, cancel);
    }
}
