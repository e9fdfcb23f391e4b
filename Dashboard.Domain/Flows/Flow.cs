using Dashboard.Domain.Plates;
using Dashboard.Domain.Tracking;

namespace Dashboard.Domain.Flows;

/// <summary>What made a flow.</summary>
public enum TriggerMode
{
    /// <summary>The server saw a vehicle.</summary>
    Auto = 0,

    /// <summary>Somebody asked for it.</summary>
    Manual = 1,
}

/// <summary>One passing vehicle.</summary>
public sealed class Flow
{
    /// <summary>How many digits <see cref="PictureSha256"/> has.</summary>
    public const int PictureSha256Length = 64;

    /// <summary>Number, growing in the order of storing.</summary>
    public long Id { get; set; }

    /// <summary>Names the flow's picture and the flow itself across machines.</summary>
    public Guid Uuid { get; set; }

    public int CameraId { get; set; }

    /// <summary>Normalised text of the plate: as it was corrected, otherwise as it was read; empty where none was read.</summary>
    public string Plate { get; set; } = "";

    /// <summary>What was read, where somebody has corrected the plate since; null: nobody has.</summary>
    public string? RawPlate { get; set; }

    /// <summary>Confidence of what was read 0 to 1; 0 where nothing was.</summary>
    public double Confidence { get; set; }

    /// <summary>When the best frame was captured: seconds since 1970, UTC. Lists sort and filter by it, then by id.</summary>
    public long CapturedSecond { get; set; }

    /// <summary>Milliseconds within that second.</summary>
    public int CapturedMillisecond { get; set; }

    public TriggerMode TriggerMode { get; set; }

    /// <summary>Version of the recognition models that read it.</summary>
    public string LprVersion { get; set; } = "";

    /// <summary>Country or state, where it is sure; null otherwise. Judged once, over all reads, so that no page has to.</summary>
    public string? Region { get; set; }

    /// <summary>The plate's corners as <see cref="Recognition.PlateCorners.ToText"/> writes them; null without a plate.</summary>
    public string? Corners { get; set; }

    /// <summary>The plate's number among those of its picture, from 0.</summary>
    public int PlateIndex { get; set; }

    /// <summary>Size of the picture in pixels; 0 where there is none.</summary>
    public int PictureWidth { get; set; }

    /// <inheritdoc cref="PictureWidth"/>
    public int PictureHeight { get; set; }

    /// <summary>False once the cleanup has removed the picture, or where there never was one.</summary>
    public bool HasPicture { get; set; }

    /// <summary>
    /// SHA-256 of the picture as it was stored, 64 hexadecimal digits; it stays when the picture goes. Null: of a time when none was noted.
    /// </summary>
    public string? PictureSha256 { get; set; }

    /// <summary>The folder of its file, a day in UTC; null: it lies elsewhere, or under the flow's name alone in the folder of its moment.</summary>
    public DateOnly? PictureDay { get; set; }

    /// <summary>When the vehicle was first seen, UTC; <see cref="DateTimeOffset.UnixEpoch"/>: not known.</summary>
    public DateTimeOffset FirstSeenAt { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the vehicle was last seen, UTC; <see cref="DateTimeOffset.UnixEpoch"/>: not known.</summary>
    public DateTimeOffset LastSeenAt { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// When the earlier views of the vehicle were taken and what names their files, as
    /// <see cref="FlowViews.ToText(IEnumerable{FlowView}, DateTimeOffset)"/> writes them; null: there are none.
    /// </summary>
    public string? Views { get; set; }

    /// <summary>How many reads were grouped.</summary>
    public int ReadCount { get; set; }

    /// <summary>The vehicle stood still while it was seen.</summary>
    public bool IsParked { get; set; }

    /// <summary>In which direction its plate went through the picture, degrees: 0 is up, clockwise, 0 to 359; null: not known.</summary>
    public int? Direction { get; set; }

    /// <summary>Whether it came nearer to the camera.</summary>
    public Approach Approach { get; set; }

    /// <summary>What that direction was called at its camera when it was stored; null: it had no name.</summary>
    public string? DirectionName { get; set; }

    /// <summary>The vehicle's colour, where it is sure enough to be told.</summary>
    public VehicleColor Color { get; set; }

    /// <summary>How sure that is, 0 to 1; 0 where it is not told.</summary>
    public double ColorConfidence { get; set; }

    /// <summary>Mean time of the processor for one of its frames, ms; 0: not known.</summary>
    public double ProcessingMs { get; set; }

    /// <summary>The vehicle is still being seen, so everything about the flow may change.</summary>
    public bool IsPreview { get; set; }

    /// <summary>Possible texts, best first.</summary>
    public List<FlowCandidate> Candidates { get; set; } = [];

    /// <summary>What was read, corrected or not.</summary>
    public string ReadPlate => RawPlate ?? Plate;

    /// <summary>
    /// The region, as far as it holds for the plate as it is now: a corrected one must fit the formats of the region that was read.
    /// </summary>
    public string? SureRegion => Region is { Length: > 0 } region
        && (!IsCorrected || (Plate.Length > 0 && PlateFormats.ForRegion(region.ToLowerInvariant()).Fit(Plate) >= 1)) ? region : null;

    public bool IsCorrected => RawPlate is not null;

    /// <summary>When the best frame was captured, to the millisecond.</summary>
    public DateTimeOffset CapturedAt
    {
        get => DateTimeOffset.FromUnixTimeMilliseconds((CapturedSecond * 1000) + CapturedMillisecond);
        set
        {
            var ms = value.ToUnixTimeMilliseconds();
            CapturedSecond = Math.DivRem(ms, 1000, out var rest) - (rest < 0 ? 1 : 0);
            CapturedMillisecond = (int)(ms - (CapturedSecond * 1000));
        }
    }
}

/// <summary>One possible text of a flow.</summary>
public sealed class FlowCandidate
{
    /// <summary>The rank of a plate that no read gave and a person typed: behind all others.</summary>
    public const int TypedRank = 99;

    public long FlowId { get; set; }

    /// <summary>0 for the best.</summary>
    public int Rank { get; set; }

    /// <summary>Normalised text.</summary>
    public string Text { get; set; } = "";

    /// <summary>0 to 1.</summary>
    public double Confidence { get; set; }

    /// <summary>A person typed it; no read gave it.</summary>
    public bool IsTyped => Rank == TypedRank;
}
