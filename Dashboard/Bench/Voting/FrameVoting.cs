using Dashboard.Bench.Accuracy;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition;

namespace Dashboard.Bench.Voting;

/// <summary>Makes a sequence of each labelled picture, recognises its frames one by one and lets the reads of each plate vote.</summary>
/// <param name="frames">Makes the sequences.</param>
/// <param name="count">Frames a sequence.</param>
internal sealed class FrameVoting(IPlateRecognizer recognizer, MotionFrames frames, int count)
{
    /// <summary>Takes a picture into the votes.</summary>
    /// <param name="file">The picture's path; its name decides the camera's path.</param>
    /// <param name="luma">Its Y plane.</param>
    public void Measure(string file, LumaImage luma, IReadOnlyList<PlateLabel> labels, VoteCount votes)
    {
        var seed = SeedOf(Path.GetFileName(file));
        var motion = new CameraMotion(luma.Width, luma.Height, [.. labels.Select(label => label.Box)], count, seed);
        var reads = labels.Select(_ => new List<PlateRead?>(count)).ToList();
        var at = 0;
        foreach (var made in frames.Make(luma, motion, seed))
        {
            using var frame = made;
            var pose = motion.Poses[at++];
            var moved = labels.Select(label => label with { Box = motion.ToFrame(pose, label.Box).Bounds }).ToList();
            var outcome = PictureMeasurement.MeasureFrame(recognizer, file, LumaImage.FromFrame(frame), moved);
            for (var i = 0; i < reads.Count; i++)
            {
                reads[i].Add(outcome.Plates[i].Read);
            }
        }

        for (var i = 0; i < reads.Count; i++)
        {
            votes.Add(labels[i].Text, reads[i]);
        }
    }

    /// <summary>A number that is the same for the same name on every machine: FNV-1a.</summary>
    internal static int SeedOf(string name)
    {
        var hash = 2166136261u;
        foreach (var character in name)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return (int)(hash & int.MaxValue);
    }
}
