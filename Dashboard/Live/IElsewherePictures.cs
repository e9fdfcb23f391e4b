namespace Dashboard.Live;

/// <summary>Pictures of the cameras that other machines of a cluster watch. All of them are null where none comes in time.</summary>
internal interface IElsewherePictures
{
    /// <summary>Whether another machine watches the camera at this moment.</summary>
    bool Has(int camera);

    /// <summary>The next picture that is newer than a moment, as <see cref="LivePictures.NextAsync"/> gives it.</summary>
    Task<LivePicture?> NextAsync(int camera, int width, DateTimeOffset after);

    /// <summary>The newest picture there is, at most this wide, in pixels.</summary>
    Task<byte[]?> NewestAsync(int camera, int maxWidth);

    /// <summary>The next whole picture, or else one that is still new, as a JPEG file for a flow, and when it was captured.</summary>
    /// <param name="within">How long the next one is waited for.</param>
    /// <param name="isWhole">One of the main stream, of a camera that has two.</param>
    Task<(byte[] Jpeg, DateTimeOffset CapturedAt)?> TakeAsync(int camera, TimeSpan within, bool isWhole);
}
