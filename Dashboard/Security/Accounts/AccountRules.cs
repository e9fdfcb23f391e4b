using System.Net.Mail;
using Dashboard.Security.Accounts.Passwords;

namespace Dashboard.Security.Accounts;

/// <summary>What an account's e-mail address and password must look like.</summary>
internal static class AccountRules
{
    /// <summary>
    /// Fewest characters of a password. Besides its length it must be none of the common ones: composition rules make passwords worse
    /// (NIST SP 800-63B).
    /// </summary>
    public const int MinPasswordLength = 10;

    public const int MaxPasswordLength = 256;

    /// <summary>What is wrong with a common password: pages refuse it, settings and commands warn.</summary>
    public const string CommonPassword =
        "This password is among the first that anybody would try; choose another one, such as a few random words.";

    /// <summary>Most characters of an e-mail address (RFC 5321, path without its brackets).</summary>
    public const int MaxEmailLength = 254;

    /// <summary>Wrong passwords in a row after which an account is locked.</summary>
    public const int FailuresBeforeLockout = 5;

    /// <summary>No lock lasts longer, whatever <see cref="SecurityOptions.LockoutMinutes"/> says.</summary>
    public const int MaxLockoutMinutes = 15;

    /// <summary>Whether a lock still holds. One that would for longer than any was set before the machine's clock was put back.</summary>
    public static bool IsLocked(DateTimeOffset? end, DateTimeOffset now) => end > now && end - now <= TimeSpan.FromMinutes(MaxLockoutMinutes);

    /// <summary>What is wrong with the address; null: nothing.</summary>
    public static string? EmailError(string? email) =>
        email is { Length: > 0 and <= MaxEmailLength } && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            && MailAddress.TryCreate(email, out var address) && address.Address == email
            ? null
            : "This is not an e-mail address; an example is name@example.com.";

    /// <summary>What is wrong with the password; null: nothing.</summary>
    /// <param name="email">Of whom; null: not known.</param>
    public static string? PasswordError(string? password, string? email) =>
        LengthError(password) ?? (CommonPasswords.Contains(password!, email) ? CommonPassword : null);

    /// <summary>What is wrong with the password's length; null: nothing.</summary>
    public static string? LengthError(string? password) => password?.Length switch
    {
        null or < MinPasswordLength => $"The password has {password?.Length ?? 0} characters; it needs at least {MinPasswordLength}.",
        > MaxPasswordLength => $"The password has {password.Length} characters; at most {MaxPasswordLength} are allowed.",
        _ => null,
    };
}
