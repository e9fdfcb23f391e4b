namespace Dashboard.Health.Metrics;

/// <summary>The section <c>Metrics</c>.</summary>
internal sealed class MetricsOptions
{
    /// <summary><c>/metrics</c> answers: programs on this machine, and administrators' keys from elsewhere.</summary>
    public bool Enabled { get; set; } = true;
}
