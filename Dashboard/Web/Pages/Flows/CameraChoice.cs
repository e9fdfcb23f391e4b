namespace Dashboard.Web.Pages.Flows;

/// <summary>A camera to choose in a filter.</summary>
public sealed record CameraChoice(long Id, string Alias);
