using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Audit;

/// <summary>How long the audit trail is kept and whether searches need a reason: the section <c>Audit</c>.</summary>
internal sealed class AuditOptions
{
    /// <summary>How long entries are kept, in days; 0 for ever.</summary>
    public int KeepDays { get; set; } = 730;

    /// <summary>Who searches for a plate gives a reason, once an hour.</summary>
    public bool AskReason { get; set; }
}

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    private const int MaxKeepDays = 36500;

    public ValidateOptionsResult Validate(string? name, AuditOptions options)
    {
        var check = new OptionsCheck("Audit");
        check.Range(nameof(options.KeepDays), options.KeepDays, 0, MaxKeepDays, " days; 0 keeps entries for ever");
        return check.Result;
    }
}
