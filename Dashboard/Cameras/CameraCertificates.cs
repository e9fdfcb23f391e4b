using System.Net.Security;

namespace Dashboard.Cameras;

/// <summary>
/// Cameras sign their own certificates, and those expire unseen: what they show is not checked, as ffmpeg does not. The line is encrypted all the
/// same, and digests keep the password from who listens.
/// </summary>
internal static class CameraCertificates
{
#pragma warning disable CA5359 // As said above.
    public static readonly RemoteCertificateValidationCallback AcceptAny = (_, _, _, _) => true;
#pragma warning restore CA5359
}
