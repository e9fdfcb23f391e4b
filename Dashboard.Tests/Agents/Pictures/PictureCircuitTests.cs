using Dashboard.Agents.Pictures;
using Dashboard.Flows;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;

namespace Dashboard.Tests.Agents.Pictures;

public sealed class PictureCircuitTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ResiliencePipeline _circuit;

    public PictureCircuitTests() => _circuit = PictureCircuit.Create(_time);

    [Fact]
    public void Failures_InARow_OpenIt_AndOneRequestTriesAgain()
    {
        FailOften();
        Assert.Throws<BrokenCircuitException>(Succeed);

        _time.Advance(PictureCircuit.OpenFor);
        _circuit.Execute(() => Assert.Throws<BrokenCircuitException>(Succeed));
        Succeed();
        Succeed();
    }

    [Fact]
    public void Trial_ThatFails_KeepsItOpenForAsLongAgain()
    {
        FailOften();
        _time.Advance(PictureCircuit.OpenFor);
        Assert.Throws<PictureUnreachableException>(Fail);

        _time.Advance(PictureCircuit.OpenFor / 2);
        Assert.Throws<BrokenCircuitException>(Succeed);
        _time.Advance(PictureCircuit.OpenFor / 2);
        Succeed();
    }

    [Fact]
    public void Trial_ThatNobodyWaitedFor_ProvesNothing()
    {
        FailOften();
        _time.Advance(PictureCircuit.OpenFor);
        Assert.Throws<OperationCanceledException>(Abandon);
        Assert.Throws<BrokenCircuitException>(Succeed);
        _time.Advance(PictureCircuit.OpenFor);
        Succeed();
    }

    [Fact]
    public void Requests_ThatNobodyWaitedFor_DoNotOpenIt()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Throws<OperationCanceledException>(Abandon);
        }

        Succeed();
    }

    [Fact]
    public void Failures_OneEachEightSeconds_OpenIt()
    {
        for (var i = 0; i < PictureCircuit.MinFailures; i++)
        {
            _time.Advance(AgentPictures.MaxTime);
            Assert.Throws<PictureUnreachableException>(Fail);
        }

        Assert.Throws<BrokenCircuitException>(Succeed);
    }

    [Fact]
    public void Failures_WithMoreSuccessesBetween_DoNotOpenIt()
    {
        for (var i = 0; i < 10; i++)
        {
            Succeed();
            Succeed();
            Assert.Throws<PictureUnreachableException>(Fail);
        }
    }

    private void FailOften()
    {
        for (var i = 0; i < PictureCircuit.MinFailures; i++)
        {
            Assert.Throws<PictureUnreachableException>(Fail);
        }
    }

    private void Succeed() => _circuit.Execute(() => { });

    private void Fail() => _circuit.Execute(() => throw new PictureUnreachableException("silent"));

    private void Abandon() => _circuit.Execute(() => throw new OperationCanceledException());
}
