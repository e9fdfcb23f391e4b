using Dashboard.Cameras.Onvif;

namespace Dashboard.Web.Pages.Cameras.Wizard.Network;

/// <summary>What was chosen among the cameras on the network.</summary>
/// <param name="Addresses">Of the profile, without the sign-in.</param>
/// <param name="User">The camera's own.</param>
/// <param name="Password">The camera's own.</param>
internal sealed record FoundSource(OnvifAddresses Addresses, string User, string Password)
{
    /// <summary>The address of the small stream of the same picture, without the sign-in; null: it has none.</summary>
    public string? Substream { get; init; }
}
