namespace Dashboard.Tests.Support;

/// <summary>What tests say of their run; its members are known everywhere.</summary>
internal static class TestRun
{
    /// <summary>Ends what a test waits for once somebody stops the run.</summary>
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
