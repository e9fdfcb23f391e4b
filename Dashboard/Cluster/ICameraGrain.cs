using Dashboard.Cluster.Pictures;
using Orleans;
using Orleans.Concurrency;

namespace Dashboard.Cluster;

/// <summary>A camera, by its number: exactly one machine has it active, and that one watches it.</summary>
internal interface ICameraGrain : IGrainWithIntegerKey
{
    /// <summary>Sees to it that it is watched; returns the name of the machine that does.</summary>
    Task<string> WatchAsync();

    /// <summary>Lets go of it, with all that was seen stored; the next <see cref="WatchAsync"/> may be on another machine.</summary>
    Task LeaveAsync();

    /// <inheritdoc cref="Live.IElsewherePictures.NextAsync"/>
    [AlwaysInterleave]
    Task<CameraPicture?> NextPictureAsync(int width, DateTimeOffset after);

    /// <inheritdoc cref="Live.IElsewherePictures.NewestAsync"/>
    [AlwaysInterleave]
    Task<CameraPicture?> NewestPictureAsync(int maxWidth);

    /// <inheritdoc cref="Live.IElsewherePictures.TakeAsync"/>
    [AlwaysInterleave]
    Task<CameraPicture?> TakePictureAsync(TimeSpan within, bool isWhole);
}
