using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Security.Accounts;

/// <summary>What addresses, passwords and settings may look like.</summary>
public sealed class AccountRulesTests
{
    [Theory]
    [InlineData("a@b.at")]
    [InlineData("first.last+tag@example.com")]
    [InlineData("root@localhost")]
    public void EmailError_Address_IsNone(string email) => Assert.Null(AccountRules.EmailError(email));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a@")]
    [InlineData("@b.at")]
    [InlineData("a b@c.at")]
    [InlineData("A <a@b.at>")]
    [InlineData("a@b.at\n")]
    public void EmailError_AnythingElse_IsSaid(string? email) => Assert.NotNull(AccountRules.EmailError(email));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(10, true)]
    [InlineData(AccountRules.MaxLockoutMinutes, true)]
    [InlineData((24 * 60) + 10, false)] // Set before the clock was put back by a day.
    public void IsLocked_UntilItsEnd_AndForNoLongerThanAnyLockLasts(int minutes, bool isLocked) =>
        Assert.Equal(isLocked, AccountRules.IsLocked(TestTime.Noon.AddMinutes(minutes), TestTime.Noon));

    [Theory]
    [InlineData("xkqvbnwlz", false)]
    [InlineData("xkqvbnwlzr", true)]
    [InlineData("four random plain words", true)]
    [InlineData("tr0ub4dor&3x", true)]
    [InlineData("my password is long", true)]
    [InlineData("correct horse battery", true)]
    [InlineData("20260307-gate", true)]
    [InlineData("an4na7!sm#i9th", true)]
    [InlineData("password12", false)]
    [InlineData("Password123!", false)]
    [InlineData("P@ssw0rd2026", false)]
    [InlineData("!!passwort!!", false)]
    [InlineData("contraseña1", false)]
    [InlineData("passwordpassword", false)]
    [InlineData("adm1n12345", false)]
    [InlineData("Willkommen1", false)]
    [InlineData("dashboard1", false)]
    [InlineData("PlateDashboard", false)]
    [InlineData("1234567890", false)]
    [InlineData("0987654321", false)]
    [InlineData("abcdef1234", false)]
    [InlineData("aaaaaaaaaa", false)]
    [InlineData("1212121212", false)]
    [InlineData("qwertyuiop", false)]
    [InlineData("1q2w3e4r5t", false)]
    [InlineData("anna.smith1", false)]
    [InlineData("AnnaSmith99", false)]
    [InlineData("garage-north1", false)]
    public void PasswordError_IsOfItsLengthAndOfWhatIsTriedFirst(string password, bool isFine) =>
        Assert.Equal(isFine, AccountRules.PasswordError(password, "anna.smith@garage-north.example") is null);

    [Theory]
    [InlineData("/app/flows?x=1", "/app/flows?x=1")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("app", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/app/Ö/京?x=1", "/app/%C3%96/%E4%BA%AC?x=1")]
    public void Local_OnlyThisServersAddresses(string? returnUrl, string expected) => Assert.Equal(expected, AccountPaths.Local(returnUrl));

    [Theory]
    [InlineData("admin@example.com", "short", "Admin:Password cannot be used: The password has 5 characters; it needs at least 10")]
    [InlineData("admin@example.com", "", "Admin:Password is empty")]
    [InlineData("", "long enough 1", "Admin:Email is empty")]
    [InlineData("nobody", "long enough 1", "Admin:Email 'nobody' is not an e-mail address")]
    public void AdminOptions_Wrong_NamesTheKey(string email, string password, string expected)
    {
        var result = new AdminOptionsValidator().Validate(null, new AdminOptions { Email = email, Password = password });
        Assert.StartsWith(expected, Assert.Single(result.Failures!));
    }

    [Fact]
    public void AdminOptions_NeitherSet_IsFine() => Assert.True(new AdminOptionsValidator().Validate(null, new AdminOptions()).Succeeded);

    [Theory]
    [InlineData(0, 10, "Security:TokenHours")]
    [InlineData(8761, 10, "Security:TokenHours")]
    [InlineData(24, 4, "Security:LockoutMinutes")]
    [InlineData(24, 16, "Security:LockoutMinutes")]
    public void SecurityOptions_OutOfRange_NamesTheKey(int hours, int minutes, string key)
    {
        var result = new SecurityOptionsValidator().Validate(null, new SecurityOptions { TokenHours = hours, LockoutMinutes = minutes });
        Assert.StartsWith(key, Assert.Single(result.Failures!));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("plates.example.com", true)]
    [InlineData("https://plates.example.com", false)]
    public void SecurityOptions_PasskeyDomain_IsAHostNameOrEmpty(string domain, bool isRight)
    {
        var result = new SecurityOptionsValidator().Validate(null, new SecurityOptions { PasskeyDomain = domain });
        Assert.Equal(isRight, result.Succeeded);
        Assert.True(isRight || result.FailureMessage!.Contains($"Security:PasskeyDomain is '{domain}'; it must be a host name", StringComparison.Ordinal));
    }
}
