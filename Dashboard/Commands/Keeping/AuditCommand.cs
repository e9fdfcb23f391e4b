using System.CommandLine;
using Microsoft.Extensions.Options;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;

namespace Dashboard.Commands.Keeping;

internal static class AuditCommand
{
    /// <summary>The command <c>audit</c> with <c>verify</c>.</summary>
    public static Command Create(string[] settings)
    {
        var noted = new Option<string?>("--noted")
        {
            Description = "A sum that this command printed earlier: it must still be in the chain.",
            HelpName = "SUM",
        };
        noted.Validators.Add(result =>
        {
            // A sum that was copied badly is no sign that the audit was changed.
            if (result.Tokens is [var given] && !IsSum(given.Value.Trim()))
            {
                result.AddError($"--noted is '{given.Value}', which is no sum: give all of its {AuditChain.SumLength} hexadecimal digits");
            }
        });
        var verify = new Command("verify", "Say whether the audit is as it was stored, entry by entry; exit code 1 where it is not.") { noted };
        verify.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.ThatIsThere,
            (services, console, stop) =>
                VerifyAsync(
                    services.GetRequiredService<AuditVerification>(), services.GetRequiredService<IOptions<AuditOptions>>().Value.KeepDays,
                    console, parsed.GetValue(noted), stop),
            cancellationToken));
        return new Command("audit", "Who did what.") { verify };
    }

    private static bool IsSum(string text) => text.Length == AuditChain.SumLength && text.All(char.IsAsciiHexDigit);

    internal static async Task<int> VerifyAsync(
        AuditVerification verification, int keepDays, CommandConsole console, string? noted, CancellationToken cancellationToken)
    {
        var report = await verification.VerifyAsync(noted, total => console.Begin("Verifying", total, "entries").Report, cancellationToken);
        var since = report.Since is { } first ? FormattableString.Invariant($" since {first:yyyy-MM-dd HH:mm:ss}Z") : "";
        if (report.Fault is { } fault)
        {
            console.Errors.WriteLine($"The audit was changed. {fault}. {report.Entries} entries before that are unbroken{since}");
            return 1;
        }

        console.Output.WriteLine($"{report.Entries} entries, unbroken{since}");
        if (report.Removed > 0)
        {
            // Whether that is how they went nobody can tell from what is left.
            console.Output.WriteLine($"{report.Removed} before them are gone; the server removes entries after {keepDays} days (Audit:KeepDays)");
        }

        if (report.Unchained > 0)
        {
            console.Output.WriteLine($"{report.Unchained} of before the chain began are there as well, and cannot be verified");
        }

        if (report.LastSum.Length > 0)
        {
            console.Output.WriteLine($"Sum of the last, entry {report.LastNumber}: {report.LastSum}");
        }

        console.Output.WriteLine(
            report.NotedNumber is { } number
                ? $"The noted sum is that of entry {number}: up to there nothing was replaced or cut off"
                : "Whoever can write the whole database can cut entries off at the end, or make all anew, without a trace in it: write the sum down"
                    + " elsewhere, and have it looked for by --noted");

        return 0;
    }
}
