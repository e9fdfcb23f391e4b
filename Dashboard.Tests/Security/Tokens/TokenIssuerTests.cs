using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Domain.Users;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Security.Tokens;

/// <summary>Tokens of <c>/authenticate</c>.</summary>
public sealed class TokenIssuerTests(AccountsFixture server) : IClassFixture<AccountsFixture>
{
    [Fact]
    public async Task Issue_HeaderAndClaims_AreAsDocumented()
    {
        var user = await server.AddUserAsync(Roles.Operator, "claims@example.com");
        var parts = (await IssueAsync(user)).Split('.');
        var header = Decode(parts[0]);
        Assert.Equal(("JWT", "RS256"), ((string)header["typ"]!, (string)header["alg"]!));
        Assert.NotEmpty((string)header["kid"]!);

        var claims = Decode(parts[1]);
        Assert.Equal(($"{user}", "claims@example.com", Roles.Operator), ((string)claims["sub"]!, (string)claims["email"]!, (string)claims["role"]!));
        Assert.Equal(24 * 3600, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    [Fact]
    public async Task FindOwner_UntilItsTimeEnds_IsTheUser()
    {
        var user = await server.AddUserAsync();
        var token = await IssueAsync(user);
        Assert.Equal(user, await server.FindOwnerAsync(token));
        server.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await server.FindOwnerAsync(token));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await server.FindOwnerAsync(token));
    }

    [Fact]
    public async Task FindOwner_AfterARestart_IsTheUser()
    {
        var user = await server.AddUserAsync();
        var token = await IssueAsync(user);
        await server.RestartAsync();
        Assert.Equal(user, await server.FindOwnerAsync(token));
    }

    [Fact]
    public async Task FindOwner_Tampered_IsNobody()
    {
        var user = await server.AddUserAsync();
        var parts = (await IssueAsync(user)).Split('.');
        var claims = Encode(Decode(parts[1]), c => c["role"] = Roles.Administrator);
        var none = Encode(Decode(parts[0]), h => h["alg"] = "none");
        var kid = Encode(Decode(parts[0]), h => h["kid"] = "other");
        var withoutKid = Encode(Decode(parts[0]), h => h.Remove("kid"));
        var publicKey = server.Get<SigningKey>().Load().Rsa.ExportSubjectPublicKeyInfoPem();
        var hs256 = Encode(Decode(parts[0]), h => h["alg"] = "HS256");
        var mac = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(publicKey), Encoding.ASCII.GetBytes($"{hs256}.{parts[1]}")));
        string[] wrong =
        [
            "",
            "x",
            "..",
            $"{parts[0]}.{claims}.{parts[2]}",
            $"{none}.{parts[1]}.",
            $"{none}.{parts[1]}.{parts[2]}",
            Signed($"{kid}.{parts[1]}"),
            Signed($"{withoutKid}.{parts[1]}"),
            $"{hs256}.{parts[1]}.{mac}",
            $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}",
        ];
        foreach (var token in wrong)
        {
            Assert.Null(await server.FindOwnerAsync(token));
        }

        Assert.NotNull(await server.FindOwnerAsync(Signed($"{parts[0]}.{parts[1]}")));
    }

    [Fact]
    public async Task FindOwner_AfterPasswordRoleOrDisabling_IsNobody()
    {
        Func<int, Task<Dashboard.Domain.ChangeResult>>[] changes =
        [
            user => server.Accounts.SetPasswordAsync(user, "another password"),
            user => server.Accounts.ChangeRoleAsync(user, Roles.Operator),
            user => server.Accounts.SetEnabledAsync(user, false),
            user => server.Accounts.RemoveAsync(user),
        ];
        foreach (var change in changes)
        {
            var user = await server.AddUserAsync();
            var token = await IssueAsync(user);
            Assert.NotNull(await server.FindOwnerAsync(token));
            Assert.True((await change(user)).IsDone);
            Assert.Null(await server.FindOwnerAsync(token));
        }
    }

    [Fact]
    public async Task Load_StoredKey_HoldsNoKeyInClear()
    {
        var key = server.Get<SigningKey>().Load();
        var pkcs8 = key.Rsa.ExportPkcs8PrivateKey();
        Assert.True(key.KeySize >= 2048);
        await using var db = await server.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        var stored = await db.ServerSecrets.SingleAsync(Cancellation);
        Assert.True(stored.ProtectedValue.Length > pkcs8.Length);
        Assert.True(stored.ProtectedValue.AsSpan().IndexOf(pkcs8.AsSpan(100, 100)) < 0);
    }

    [Fact]
    public async Task Load_KeyThatCannotBeDecrypted_IsReplaced()
    {
        var user = await server.AddUserAsync();
        var token = await IssueAsync(user);
        await using (var db = await server.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation))
        {
            await db.ServerSecrets.ExecuteUpdateAsync(set => set.SetProperty(secret => secret.ProtectedValue, new byte[] { 1, 2, 3 }), Cancellation);
        }

        await server.RestartAsync();
        Assert.Null(await server.FindOwnerAsync(token));
        Assert.NotNull(await server.FindOwnerAsync(await IssueAsync(user)));
    }

    private static JsonNode Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;

    private static string Encode(JsonNode node, Action<JsonObject> change)
    {
        change(node.AsObject());
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(node.ToJsonString()));
    }

    private string Signed(string text) => text + "." + Base64Url.EncodeToString(
        server.Get<SigningKey>().Load().Rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private async Task<string> IssueAsync(int user) => server.Tokens.Issue(await server.StateAsync(user));
}
