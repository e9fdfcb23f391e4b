namespace Dashboard.Capture;

/// <summary>The newest frame of each camera, for thumbnails.</summary>
public sealed class NewestPictures
{
    /// <summary>The camera's newest frame as JPEG, at most this wide and with its time; null where there is none since the start.</summary>
    public (byte[] Jpeg, DateTimeOffset CapturedAt)? TryGetJpeg(int cameraId, int maximumWidth) => throw new NotImplementedException();
}
