using Dashboard.Domain.Flows;
using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows.Evidence;

/// <summary>Why a sheet bears no picture.</summary>
internal enum PictureAbsence
{
    NotAbsent,

    /// <summary>There is none, or none any more.</summary>
    None,

    /// <summary>The machine that has it does not answer.</summary>
    Away,

    /// <summary>Its file is not what was stored with the flow.</summary>
    Changed,

    /// <summary>It was to be blurred and cannot be.</summary>
    NotBlurred,
}

/// <summary>What is printed of a flow, to be shown to others.</summary>
/// <param name="Row">The flow with its candidates.</param>
/// <param name="Corrections">The corrections of its plate, the first one first.</param>
/// <param name="Picture">The picture that the sheet bears, as it is stored or blurred; null: none.</param>
/// <param name="PlatePicture">The plate cut out of it.</param>
/// <param name="PictureHash">SHA-256 of the picture as it was stored, in hexadecimal digits; of the bytes where none was noted then.</param>
/// <param name="PrintedBy">Who asked for the sheet.</param>
internal sealed record EvidenceSheet(
    FlowWithCamera Row,
    IReadOnlyList<FlowCorrection> Corrections,
    byte[]? Picture,
    byte[]? PlatePicture,
    string? PictureHash,
    string PrintedBy,
    DateTimeOffset PrintedAt)
{
    /// <summary>What the agent's clock showed, which cannot be right: the flow bears the time of its arrival. Null: it was believed.</summary>
    public DateTimeOffset? ClockShowed { get; init; }

    public PictureAbsence Absence { get; init; }

    /// <summary>The picture shows nothing sharp but the plate.</summary>
    public bool IsBlurred { get; init; }

    /// <summary>Bytes of the picture as it is stored.</summary>
    public int StoredBytes { get; init; }

    public Flow Flow => Row.Flow;

    /// <summary>What the reads gave, best first; not what a person typed.</summary>
    public IReadOnlyList<FlowCandidate> Candidates =>
        [.. Flow.Candidates.Where(candidate => !candidate.IsTyped).OrderBy(candidate => candidate.Rank).Take(10)];
}
