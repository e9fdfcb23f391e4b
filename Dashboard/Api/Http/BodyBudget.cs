using Dashboard.Hosting.Process;
using Dashboard.Security.Accounts;

namespace Dashboard.Api.Http;

/// <summary>
/// Memory for the bodies of requests that are being read and worked on: <see cref="MemoryOptions.BodyBytes"/>, and half of it for one caller, so that
/// whoever sends much, or slowly, keeps nobody else out. Large bodies that were given back count until the runtime has collected them: it would let
/// several times as much pile up before it does so by itself.
/// </summary>
/// <param name="collect">Collects what nobody uses any more; null: as is usual.</param>
internal sealed class BodyBudget(MemoryOptions memory, Action? collect = null)
{
    /// <summary>A body that is larger, with what is made of it, than one caller may have: it would be refused for ever.</summary>
    public const string NeverFits = "The body takes more memory than this server has for one (Limits:MemoryMegabytes).";

    public const string Busy = "Too many large bodies are being sent at this moment; send it again (Retry-After).";

    private const int RetryAfterSeconds = 5;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _callers = [];
    private long _used;
    private long _refused;
    private long _left;

    /// <summary>Bytes that are taken now.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Requests that found no room since the start.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The most that one caller may have, in bytes.</summary>
    public long MaxOfOne => memory.BodyBytes / 2;

    /// <summary>Throws <see cref="ApiException"/> (503) where there is no room.</summary>
    public void Take(string caller, long bytes)
    {
        lock (_lock)
        {
            var own = _callers.GetValueOrDefault(caller) + bytes;
            if (_used + bytes > memory.BodyBytes || own > MaxOfOne)
            {
                _refused++;
                throw ApiException.Later(Busy, RetryAfterSeconds);
            }

            if (_left > 0 && _used + _left + bytes > memory.BodyBytes)
            {
                _left = 0;
                (collect ?? LargeGarbage.Collect)();
            }

            _used += bytes;
            _callers[caller] = own;
        }
    }

    public void GiveBack(string caller, long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            _left += bytes >= LargeGarbage.MinBytes ? bytes : 0;
            if ((_callers[caller] -= bytes) == 0)
            {
                _callers.Remove(caller);
            }
        }
    }
}

/// <summary>What one request has of the <see cref="BodyBudget"/>, until it is answered.</summary>
internal sealed class BodyShare(BodyBudget budget, HttpContext context)
{
    private string? _caller;
    private long _bytes;

    /// <summary>Gives each request of an API its share.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var budget = app.ApplicationServices.GetRequiredService<BodyBudget>();
        app.Use(async (context, next) =>
        {
            var share = new BodyShare(budget, context);
            context.Features.Set(share);
            try
            {
                await next(context);
            }
            finally
            {
                share.End();
            }
        });
    }

    /// <summary>The share of a request to an API.</summary>
    public static BodyShare For(HttpRequest request) =>
        request.HttpContext.Features.Get<BodyShare>() ?? throw new InvalidOperationException("Only requests to the APIs have a share of the budget.");

    /// <summary>Takes more. Throws <see cref="ApiException"/>: 503 where there is no room now, 413 where there never is.</summary>
    public void Add(long bytes)
    {
        if (_bytes + bytes > budget.MaxOfOne)
        {
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, BodyBudget.NeverFits);
        }

        // An account is known once the request is at its endpoint, which is where bodies are read.
        _caller ??= context.User.UserId() is { } id ? $"user {id}" : NetworkAddress.Key(context.Connection.RemoteIpAddress);
        budget.Take(_caller, bytes);
        _bytes += bytes;
    }

    private void End()
    {
        if (_bytes > 0)
        {
            budget.GiveBack(_caller!, _bytes);
        }
    }
}
