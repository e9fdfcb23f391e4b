using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition.Ocr;

namespace Dashboard.Bench.Accuracy;

/// <summary>Pictures of one thing that went wrong, all JPEG.</summary>
/// <param name="Miss">The labelled plate that was not read exactly; null where it is a false plate.</param>
/// <param name="False">The read without a label; null where it is a miss.</param>
/// <param name="Width">Width of the picture in pixels: what corners are in.</param>
/// <param name="Frame">The whole picture, small.</param>
/// <param name="Plate">The place in question, upright, in its own shape.</param>
/// <param name="ReaderView">The same as the reader saw it; null where nothing was found.</param>
internal sealed record MissPicture(PlateOutcome? Miss, FalsePlate? False, int Width, int Height, byte[] Frame, byte[] Plate, byte[]? ReaderView)
{
    public string File => Miss?.File ?? False!.File;

    /// <summary>What was read; null where nothing was.</summary>
    public PlateRead? Read => Miss is null ? False!.Read : Miss.Read;

    /// <summary>What was found; null where nothing was.</summary>
    public DetectedPlate? Detection => Miss is null ? False!.Detection : Miss.Detection;
}

/// <summary>Takes the pictures of what went wrong.</summary>
internal sealed class MissGallery(FramePool pool, PictureCodec codec)
{
    private const int FrameWidth = 560;

    /// <summary>Those of one picture: its misses, then its false plates.</summary>
    public IEnumerable<MissPicture> Collect(VideoFrame frame, PictureOutcome outcome)
    {
        var misses = outcome.Plates.Where(plate => !plate.IsExact).ToList();
        if (misses.Count + outcome.FalsePlates.Count == 0)
        {
            yield break;
        }

        var small = codec.EncodeSmall(frame, FrameWidth, 75);
        var whole = codec.Encode(frame, 95);
        foreach (var miss in misses)
        {
            var box = miss.Label.Box;
            var place = PlateCorners.FromBox(box.X, box.Y, box.Width, box.Height);
            yield return new MissPicture(
                miss, null, frame.Width, frame.Height, small, codec.CutPlate(whole, place), ReaderView(frame, miss.Read));
        }

        foreach (var plate in outcome.FalsePlates)
        {
            yield return new MissPicture(
                null, plate, frame.Width, frame.Height, small, codec.CutPlate(whole, plate.Read.Corners), ReaderView(frame, plate.Read));
        }
    }

    private byte[]? ReaderView(VideoFrame frame, PlateRead? plate)
    {
        if (plate is null)
        {
            return null;
        }

        using var view = pool.Rent(PlateReader.CropWidth, PlateReader.CropHeight);
        view.Data.Span.Fill(128);
        PlateReader.Cut(LumaImage.FromFrame(frame), plate.Corners, view.Y.Span);
        return codec.Encode(view, 95);
    }
}
