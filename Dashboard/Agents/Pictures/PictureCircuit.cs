using Dashboard.Flows;
using Polly;
using Polly.CircuitBreaker;

namespace Dashboard.Agents.Pictures;

/// <summary>
/// The circuit breaker before one agent's pictures: a machine that does not answer must not hold up everybody who looks at its flows. After some
/// failures it is left alone for a while, then one request tries it again.
/// </summary>
internal static class PictureCircuit
{
    /// <summary>Failures that open it, where no more than as many others succeeded meanwhile.</summary>
    public const int MinFailures = 3;

    /// <summary>How long it stays open.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);

    // Three requests one after the other that each wait as long as a picture may take.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    public static ResiliencePipeline Create(TimeProvider time)
    {
        var state = new CircuitBreakerStateProvider();
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                MinimumThroughput = MinFailures,
                FailureRatio = 0.5,
                SamplingDuration = Window,
                BreakDuration = OpenFor,
                StateProvider = state,

                // Who does not wait for the answer says nothing about the machine; but a trial without an answer proves nothing either.
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception switch
                {
                    PictureUnreachableException => true,
                    OperationCanceledException => state.CircuitState == CircuitState.HalfOpen,
                    _ => false,
                }),
            })
            .Build();
    }
}
