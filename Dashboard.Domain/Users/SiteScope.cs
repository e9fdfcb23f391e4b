namespace Dashboard.Domain.Users;

/// <summary>
/// What somebody may see: everything, or what belongs to some sites. Whoever asks for flows, cameras or alerts says in which scope.
/// </summary>
public sealed record SiteScope
{
    private SiteScope(IReadOnlySet<int>? sites) => Sites = sites;

    /// <summary>Everything: for the server's own work and for people who are limited to no sites.</summary>
    public static SiteScope Unrestricted { get; } = new((IReadOnlySet<int>?)null);

    /// <summary>The sites that are seen; null: all.</summary>
    public IReadOnlySet<int>? Sites { get; }

    /// <summary>Some sites only; no sites is nothing at all.</summary>
    public static SiteScope ForSites(IEnumerable<int> sites) => new(sites.ToHashSet());

    public bool Includes(int site) => Sites is null || Sites.Contains(site);

    /// <summary>The same sites, whatever their order.</summary>
    public bool Equals(SiteScope? other) =>
        other is not null && (Sites is null ? other.Sites is null : other.Sites is not null && Sites.SetEquals(other.Sites));

    /// <inheritdoc/>
    public override int GetHashCode() => Sites?.Aggregate(0, (hash, site) => hash ^ site.GetHashCode()) ?? -1;
}
