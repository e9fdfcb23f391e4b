using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Recognition.TestRead;

/// <summary>The plates of some frames, each once, as it was seen best.</summary>
internal sealed class SeenPlates(PictureCodec codec)
{
    /// <summary>More plates than a person looks at are not kept.</summary>
    public const int MaxPlates = 12;

    // Fewer pixels say nothing about how the camera should be placed.
    private const float MinHeight = 4;

    private readonly List<TestedPlate> _plates = [];

    /// <summary>Legible ones first, surest first.</summary>
    public IReadOnlyList<TestedPlate> Plates =>
    [
        .. _plates.OrderByDescending(plate => plate.Text.Length > 0)
            .ThenByDescending(plate => plate.Confidence)
            .ThenByDescending(plate => plate.Height),
    ];

    /// <summary>Takes what was found in a frame.</summary>
    public void Add(VideoFrame frame, IReadOnlyList<PlateRead> reads)
    {
        byte[]? picture = null;
        foreach (var read in reads.Where(read => read.Corners.Height >= MinHeight))
        {
            var index = _plates.FindIndex(known => IsSame(known.Text, read.Text));
            if (index < 0 && _plates.Count == MaxPlates)
            {
                continue;
            }

            var known = index < 0 ? null : _plates[index];
            if (known is null || IsBetter(read, known))
            {
                picture ??= codec.Encode(frame);
                var corners = read.Corners;
                var seen = new TestedPlate(
                    read.Text, read.Confidence, read.Region, corners.Width, corners.Height, (known?.Frames ?? 0) + 1,
                    codec.CutPlate(picture, corners));
                if (known is null)
                {
                    _plates.Add(seen);
                }
                else
                {
                    _plates[index] = seen;
                }
            }
            else
            {
                _plates[index] = known with { Frames = known.Frames + 1 };
            }
        }
    }

    // What is not legible cannot be told apart; the tallest of it stands for all.
    private static bool IsSame(string known, string text) =>
        known.Length == 0 || text.Length == 0 ? known == text : PlateText.Distance(known, text) <= 1;

    private static bool IsBetter(PlateRead read, TestedPlate known) =>
        read.IsLegible ? read.Confidence > known.Confidence : read.Corners.Height > known.Height;
}
