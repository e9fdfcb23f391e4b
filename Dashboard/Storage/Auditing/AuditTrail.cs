using System.Threading.Channels;
using Dashboard.Domain;

namespace Dashboard.Storage.Auditing;

/// <summary>
/// Takes in what people and programs do, off the request's way, until it is stored. Bounded: what does not fit is dropped and counted. Entries that
/// repeat, such as a poller's, become one a minute with their number.
/// </summary>
internal sealed class AuditTrail(TimeProvider time)
{
    /// <summary>Most entries that wait.</summary>
    public const int Capacity = 10_000;

    /// <summary>Most different entries of one key or person that are held back; whatever else comes in that minute is one more.</summary>
    public const int MaxDistinct = 20;

    /// <summary>Most entries that are held back at all.</summary>
    public const int MaxHeld = 5_000;

    /// <summary>How long equal entries become one.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private const string Others = "Other requests";

    private readonly Channel<AuditEntry> _waiting = Channel.CreateBounded<AuditEntry>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<Repeated, AuditEntry> _held = [];
    private readonly Dictionary<(int? UserId, string Name, string? Key), int> _distinct = [];
    private int _dropped;

    /// <summary>What is to be stored.</summary>
    public ChannelReader<AuditEntry> Waiting => _waiting.Reader;

    /// <summary>Notes what somebody did; a null actor is the program itself, whose work nobody audits.</summary>
    public void Write(AuditActor? actor, AuditAction action, string subject = "", string details = "", string? reason = null)
    {
        if (actor is not null)
        {
            Enqueue(Make(actor, action, subject, details, reason));
        }
    }

    /// <summary>The same for what may come again and again.</summary>
    public void WriteRepeated(AuditActor? actor, AuditAction action, string subject = "", string details = "", string? reason = null)
    {
        if (actor is null)
        {
            return;
        }

        var entry = Make(actor, action, subject, details, reason);
        lock (_gate)
        {
            var who = (entry.UserId, entry.UserName, entry.Key);
            var key = Repeated.From(entry);
            if (!_held.ContainsKey(key) && _distinct.GetValueOrDefault(who) >= MaxDistinct)
            {
                (entry.Subject, entry.Details) = (Others, "");
                key = Repeated.From(entry);
            }

            if (_held.TryGetValue(key, out var held))
            {
                held.Count++;
                return;
            }

            if (_held.Count < MaxHeld)
            {
                _held[key] = entry;
                _distinct[who] = _distinct.GetValueOrDefault(who) + 1;
                return;
            }
        }

        Enqueue(entry);
    }

    /// <summary>Hands on what has been held back for its minute, or all of it; what lies ahead was noted before the clock was put back.</summary>
    public void Release(bool all = false)
    {
        var now = time.GetUtcNow();
        var before = now - Span;
        lock (_gate)
        {
            foreach (var (key, entry) in _held.Where(pair => all || pair.Value.At <= before || pair.Value.At > now).ToList())
            {
                _held.Remove(key);
                var who = (entry.UserId, entry.UserName, entry.Key);
                if (--_distinct[who] == 0)
                {
                    _distinct.Remove(who);
                }

                Enqueue(entry);
            }
        }
    }

    /// <summary>An entry that says how many were dropped since the last such one; null: none was.</summary>
    public AuditEntry? TakeLost() => Interlocked.Exchange(ref _dropped, 0) is > 0 and var count
        ? new AuditEntry { At = time.GetUtcNow(), Action = AuditAction.Lost, Subject = "Audit entries", Count = count }
        : null;

    /// <summary>Counts entries that could not be kept.</summary>
    public void Lose(int count) => Interlocked.Add(ref _dropped, count);

    /// <summary>An entry of now, for what must be stored before it is done.</summary>
    public AuditEntry Make(AuditActor actor, AuditAction action, string subject, string details, string? reason) => new()
    {
        At = time.GetUtcNow(),
        UserId = actor.UserId,
        UserName = Cut(actor.Name, AuditEntry.MaxNameLength),
        Address = Cut(actor.Address, AuditEntry.MaxAddressLength),
        Key = actor.Key is null ? null : Cut(actor.Key, AuditEntry.MaxKeyLength),
        Action = action,
        Subject = Cut(subject, AuditEntry.MaxSubjectLength),
        Details = Cut(details, AuditEntry.MaxDetailsLength),
        Reason = reason is null ? null : Cut(reason, AuditEntry.MaxReasonLength),
    };

    private void Enqueue(AuditEntry entry)
    {
        if (!_waiting.Writer.TryWrite(entry))
        {
            Lose(entry.Count);
        }
    }

    // PostgreSQL takes no zero character.
    private static string Cut(string text, int length)
    {
        text = text.Replace('\0', ' ');
        return text.Length <= length ? text : text.Truncate(length - 1, "…");
    }

    private readonly record struct Repeated(
        int? UserId, string Name, string Address, string? Key, AuditAction Action, string Subject, string Details, string? Reason)
    {
        public static Repeated From(AuditEntry entry) =>
            new(entry.UserId, entry.UserName, entry.Address, entry.Key, entry.Action, entry.Subject, entry.Details, entry.Reason);
    }
}
