using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Drops;

/// <summary>Makes what watches a folder in which pictures are dropped.</summary>
internal delegate ICameraWatch DropWatchFactory(Camera camera, CameraServices services);

/// <summary>Makes flows of pictures that are dropped in a folder.</summary>
internal interface IDropReader
{
    /// <summary>Begins with the pictures of one camera.</summary>
    IDroppedVehicles Open();
}

/// <summary>The vehicles in the pictures of one folder: pictures that follow one another shortly may show the same one. Not thread-safe.</summary>
internal interface IDroppedVehicles
{
    /// <summary>Reads a picture, which stays the caller's and knows its camera. Pictures come in the order of their time.</summary>
    Task ReadAsync(VideoFrame frame, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the vehicles of which no more is to come, and waits until that is done. Returns the moment before which all pictures are done with;
    /// null: all are.
    /// </summary>
    Task<DateTimeOffset?> SettleAsync(CancellationToken cancellationToken);
}
