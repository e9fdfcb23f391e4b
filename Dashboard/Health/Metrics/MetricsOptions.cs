namespace Dashboard.Health.Metrics;

/// <summary>Whether <c>/metrics</c> answers: the section <c>Metrics</c>.</summary>
internal sealed class MetricsOptions
{
    /// <summary><c>/metrics</c> answers: programs on this machine, and administrators' keys from elsewhere.</summary>
    public bool Enabled { get; set; } = true;
}
