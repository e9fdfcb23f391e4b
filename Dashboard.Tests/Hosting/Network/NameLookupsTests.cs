using System.Net;
using System.Net.Sockets;
using Dashboard.Hosting.Network;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Hosting.Network;

public sealed class NameLookupsTests : IDisposable
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly ManualResetEventSlim _answers = new(initialState: true);
    private readonly IPAddress[] _gate = [IPAddress.Parse("10.0.0.7")];
    private readonly NameLookups _lookups;
    private int _asked, _onPool;

    public NameLookupsTests() => _lookups = new NameLookups(Ask, _time);

    public void Dispose()
    {
        _answers.Set();
        _answers.Dispose();
    }

    /// <summary>A gateway restarts, which is the name server: cameras that were found before are called where they were.</summary>
    [Fact]
    public async Task NameThatWasFound_IsTakenAsItWas_WhileTheNameServerIsSilent()
    {
        Assert.Equal(_gate, await _lookups.FindAsync("gate.lan", Cancellation));

        _answers.Reset();
        var found = _lookups.FindAsync("gate.lan", Cancellation);
        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) == 2, "it is asked for again");
        _time.Advance(NameLookups.Patience);

        Assert.Equal(_gate, await found.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task NameThatManyWaitFor_IsAskedForOnce()
    {
        _answers.Reset();
        var all = Enumerable.Range(0, 50).Select(_ => _lookups.FindAsync("gate.lan", Cancellation)).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) == 1, "it is asked for");
        _answers.Set();

        Assert.All(await Task.WhenAll(all), found => Assert.Equal(_gate, found));
        Assert.Equal(1, _asked);
    }

    /// <summary>Each holds a thread until the system gives up; none of them is one that others need.</summary>
    [Fact]
    public async Task DeadNames_HoldNoThreadOfThePool_AndWhoGivesUpIsLetGo()
    {
        _answers.Reset();
        using var stop = new CancellationTokenSource();
        var dead = Enumerable.Range(0, 60).Select(i => _lookups.FindAsync($"dead{i}.lan", stop.Token)).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) == 60, "all are asked for at once");

        Assert.Equal(0, _onPool);
        await stop.CancelAsync();
        foreach (var one in dead)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }
    }

    [Fact]
    public async Task NameThatIsNotKnown_IsTold_AlsoWhereItWasKnown()
    {
        await _lookups.FindAsync("gate.lan", Cancellation);
        var gone = await Assert.ThrowsAsync<SocketException>(() => _lookups.FindAsync("nobody.lan", Cancellation));
        Assert.Equal(SocketError.HostNotFound, gone.SocketErrorCode);
    }

    private IPAddress[] Ask(string name)
    {
        Interlocked.Add(ref _onPool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        Interlocked.Increment(ref _asked);
        _answers.Wait(Cancellation);
        return name.StartsWith("nobody", StringComparison.Ordinal) ? throw new SocketException((int)SocketError.HostNotFound) : _gate;
    }
}
