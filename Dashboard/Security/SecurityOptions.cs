using Dashboard.Configuration;
using Dashboard.Security.Accounts;
using Microsoft.Extensions.Options;

namespace Dashboard.Security;

/// <summary>How people sign in, and the key that protects what is stored encrypted: the section <c>Security</c>.</summary>
internal sealed class SecurityOptions
{
    /// <summary>How long a token of <c>/authenticate</c> works, in hours; 1 to 8760.</summary>
    public int TokenHours { get; set; } = 24;

    /// <summary>How long an account is locked after five wrong passwords, in minutes; 5 to 15.</summary>
    public int LockoutMinutes { get; set; } = 10;

    /// <summary>The host name that passkeys are made for; empty: the one that the browser asked for.</summary>
    public string PasskeyDomain { get; set; } = "";

    /// <summary>A file outside of the data directory, with whose content the keys in the database are encrypted; empty: they are not.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>
    /// The key file of until now, for one start: keys that are encrypted with it come to be encrypted with <see cref="KeyFile"/>, or not at all where
    /// there is none.
    /// </summary>
    public string FormerKeyFile { get; set; } = "";
}

/// <summary>The section <c>Admin</c>: the first administrator, made at start where no user exists.</summary>
internal sealed class AdminOptions
{
    /// <summary>E-mail address; empty: the first visitor sets the server up with the code that the console prints.</summary>
    public string Email { get; set; } = "";

    public string Password { get; set; } = "";
}

internal sealed class SecurityOptionsValidator : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var check = new OptionsCheck("Security");
        check.Range(nameof(options.TokenHours), options.TokenHours, 1, 8760, " hours");
        check.Range(nameof(options.LockoutMinutes), options.LockoutMinutes, 5, AccountRules.MaxLockoutMinutes, " minutes");
        check.Require(
            options.PasskeyDomain.Length == 0 || Passkeys.PasskeyDomain.IsName(options.PasskeyDomain),
            nameof(options.PasskeyDomain),
            $"is '{options.PasskeyDomain}'; it must be a host name in lower case, such as plates.example.com, without https:// and without a port, "
            + "or empty for the name in the browser's address");
        var (error, former) = (FindError(options.KeyFile), FindError(options.FormerKeyFile));
        check.Require(
            error is null,
            nameof(options.KeyFile),
            $"'{options.KeyFile}' cannot be used ({error}); make one with: head -c 32 /dev/urandom > keyfile");
        check.Require(
            former is null,
            nameof(options.FormerKeyFile),
            $"'{options.FormerKeyFile}' cannot be used ({former}); name the key file of until now, or leave it empty once a start has changed it");
        return check.Result;
    }

    private static string? FindError(string keyFile)
    {
        if (keyFile.Length == 0)
        {
            return null;
        }

        try
        {
            Keys.KeyFile.Read(keyFile);
            return null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            return exception.Message;
        }
    }
}

/// <summary>Checks <see cref="AdminOptions"/>; the password itself is never repeated.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var check = new OptionsCheck("Admin");
        if (options.Email.Length == 0 && options.Password.Length == 0)
        {
            return check.Result;
        }

        check.Require(
            AccountRules.EmailError(options.Email) is null,
            nameof(options.Email),
            options.Email.Length == 0
                ? "is empty while Admin:Password is set; give an e-mail address, or leave both empty"
                : $"'{options.Email}' is not an e-mail address; give one such as admin@example.com");

        // Of a common one the log warns where the account is made: what was set years ago must not keep a server from starting.
        var error = AccountRules.LengthError(options.Password);
        check.Require(
            error is null,
            nameof(options.Password),
            options.Password.Length == 0
                ? "is empty while Admin:Email is set; give at least 10 characters, or leave both empty"
                : $"cannot be used: {error}");
        return check.Result;
    }
}
