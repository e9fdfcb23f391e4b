namespace Dashboard.Web.Shared;

/// <summary>What the product calls itself.</summary>
public static class Product
{
    /// <summary>The name, as people read it.</summary>
    public const string Name = "Plate Dashboard";
}
