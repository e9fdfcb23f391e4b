using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Files;

/// <summary>
/// Marks the pictures of a folder that show another view than those beside them, as photographs do and frames of a video do not. Each is recognised
/// once, however often the folder is shown. Not thread-safe.
/// </summary>
internal sealed class LonePictures : IDisposable
{
    // Where more of it is another, it is another view.
    private const double NewView = 0.5;

    // A folder with more is forgotten, and looked at anew.
    private const int MaxSeen = 100_000;
    private readonly HashSet<(string Name, DateTime Written)> _seen = [];
    private (VideoFrame Frame, string File, PictureSketch Sketch, bool IsElsewhere)? _held;

    /// <summary>Takes the next picture, and gives back the one before it; null behind the first one.</summary>
    public VideoFrame? Next(VideoFrame frame, string file)
    {
        var sketch = new PictureSketch(frame);
        var before = _held;
        var isElsewhere = before is null || sketch.DifferenceFrom(before.Value.Sketch) > NewView;
        _held = (frame, file, sketch, isElsewhere);
        return before is { } held ? Mark(held.Frame, held.File, held.IsElsewhere && isElsewhere) : null;
    }

    /// <summary>Gives back the last picture of a round; null where there was none.</summary>
    /// <param name="pictures">So many there were: one alone has none beside it, and is watched.</param>
    public VideoFrame? Last(long pictures)
    {
        var last = _held;
        _held = null;
        return last is { } held ? Mark(held.Frame, held.File, held.IsElsewhere && pictures > 1) : null;
    }

    public void Dispose() => _held?.Frame.Dispose();

    private VideoFrame Mark(VideoFrame frame, string file, bool isAlone)
    {
        frame.IsAlone = isAlone;
        if (isAlone)
        {
            // Where recognition is busy it is dropped, and comes again.
            var picture = (Path.GetFileName(file), File.GetLastWriteTimeUtc(file));
            frame.IsStill = IsSeen(picture);
            frame.OnTaken = () => See(picture);
        }

        return frame;
    }

    private bool IsSeen((string Name, DateTime Written) picture)
    {
        lock (_seen)
        {
            return _seen.Contains(picture);
        }
    }

    private void See((string Name, DateTime Written) picture)
    {
        lock (_seen)
        {
            if (_seen.Count >= MaxSeen)
            {
                _seen.Clear();
            }

            _seen.Add(picture);
        }
    }
}
