namespace Dashboard.Web.Shared;

/// <summary>What the product calls itself.</summary>
internal static class Product
{
    /// <summary>The name, as people read it.</summary>
    public const string Name = "Plate Dashboard";

    /// <summary>Said where the role of somebody with an open page was changed meanwhile.</summary>
    public const string AccountChanged = "Your account has changed; sign in again.";
}
