using System.Text.Json.Serialization;
using Dashboard.Domain.Recognition;

namespace Dashboard.Agents.Reads;

/// <summary>A plate of a pushed frame, as it is kept until its vehicle is complete. Confidences are the agent's own, as 0 to 1.</summary>
internal sealed record PushedPlate
{
    /// <summary>Possible texts of one plate that are kept.</summary>
    public const int MaxCandidates = 50;

    /// <summary>Width of the frame in pixels; 0: not told.</summary>
    public int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; init; }

    public double ProcessingMs { get; init; }

    public int PlateIndex { get; init; }

    public string? Region { get; init; }

    /// <summary>As <see cref="PlateCorners.ToText"/> writes them; null: not told.</summary>
    public string? Corners { get; init; }

    /// <summary>The text that the agent decided for comes first.</summary>
    public IReadOnlyList<PlateCandidate> Candidates { get; init; } = [];

    /// <summary>The first text as the agent wrote it, where that differs; empty: it does not.</summary>
    public string Written { get; init; } = "";

    /// <summary>What the agent's clock showed, where that cannot be.</summary>
    public long? ToldMs { get; init; }

    /// <summary>Kept in a column of its own.</summary>
    [JsonIgnore]
    public byte[]? Jpeg { get; init; }

    public string? PictureDamage { get; init; }

    /// <summary>
    /// The read as the tracker takes it. The agent's confidences are a character's mean, so ten texts of one plate have 80 % and more each; the
    /// tracker's are probabilities, which sum to 1. The first keeps its own, the others share what is left.
    /// </summary>
    public PlateRead ToRead()
    {
        var best = Math.Min(1, Candidates[0].Confidence);
        var others = Candidates.Skip(1).Sum(candidate => candidate.Confidence);
        return new PlateRead(
            PlateCorners.FromText(Corners) ?? default,
            [
                new PlateCandidate(Candidates[0].Text, best),
                .. Candidates.Skip(1).Where(candidate => candidate.Confidence > 0)
                    .Select(candidate => candidate with { Confidence = Math.Min(best, (1 - best) * candidate.Confidence / others) }),
            ],
            Region);
    }
}
