using System.Collections.Concurrent;
using Dashboard.Domain;
using Dashboard.Hosting;
using Dashboard.Storage.Auditing;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Audit;

/// <summary>Why people search for plates, where the setting <c>Audit:AskReason</c> asks them; a reason lasts an hour.</summary>
internal sealed class SearchReasons(IOptionsMonitor<AuditOptions> options, TimeProvider time)
{
    /// <summary>How long a reason lasts.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly SteadyClock _clock = new(time);
    private readonly ConcurrentDictionary<int, (string Text, DateTimeOffset Until)> _given = new();

    /// <summary>Whether this person must give a reason before a plate is searched for.</summary>
    public bool IsMissing(int userId) => options.CurrentValue.AskReason && Find(userId) is null;

    /// <summary>What the person gave within the last hour; null: nothing.</summary>
    public string? Find(int userId) => _given.TryGetValue(userId, out var reason) && reason.Until > _clock.Now ? reason.Text : null;

    /// <summary>Takes a person's reason.</summary>
    public ChangeResult Give(int userId, string text)
    {
        text = text.Trim();
        if (text.Length is < 3 or > AuditEntry.MaxReasonLength)
        {
            return new FieldErrors(nameof(text), $"Enter a reason of 3 to {AuditEntry.MaxReasonLength} characters, such as a case number.");
        }

        // As many as there are people with an account.
        _given[userId] = (text, _clock.Now + MaxAge);
        return ChangeResult.Done;
    }
}
