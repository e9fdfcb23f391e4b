namespace Dashboard.Domain.Recognition;

/// <summary>One possible text of a plate, normalised, with its confidence 0 to 1.</summary>
public sealed record PlateCandidate(string Text, double Confidence);

/// <summary>One plate in one frame.</summary>
/// <param name="Corners">Where it is, in pixels of the frame.</param>
/// <param name="Candidates">Possible texts, best first; none where nothing was legible.</param>
/// <param name="Region">Country or state such as <c>us-mo</c>, where it could be told.</param>
public sealed record PlateRead(PlateCorners Corners, IReadOnlyList<PlateCandidate> Candidates, string? Region = null)
{
    /// <summary>
    /// Number of the plate where it is followed from frame to frame of its camera; 0: it is not. A plate that is followed
    /// may be reported without candidates: it is still there, and what is on it is known.
    /// </summary>
    public long Track { get; init; }

    /// <summary>Whether anything was read.</summary>
    public bool IsLegible => Candidates.Count > 0;

    /// <summary>The best candidate's text; empty where there is none.</summary>
    public string Text => IsLegible ? Candidates[0].Text : "";

    /// <summary>The best candidate's confidence, 0 to 1; 0 where there is none.</summary>
    public double Confidence => IsLegible ? Candidates[0].Confidence : 0;
}
