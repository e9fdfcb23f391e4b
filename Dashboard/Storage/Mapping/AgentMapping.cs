using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

internal sealed class SiteMapping : IEntityTypeConfiguration<SiteRow>
{
    public void Configure(EntityTypeBuilder<SiteRow> site)
    {
        site.ToTable("Sites");
        site.Property(s => s.Name).HasMaxLength(SiteRow.MaxNameLength);
        site.HasIndex(s => s.Name).IsUnique();
    }
}

/// <summary>Sites that people are limited to.</summary>
internal sealed class UserSiteMapping : IEntityTypeConfiguration<UserSite>
{
    public void Configure(EntityTypeBuilder<UserSite> site)
    {
        site.ToTable("UserSites");
        site.HasKey(s => new { s.UserId, s.SiteId });
        site.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Agents, found by their uid.</summary>
internal sealed class AgentMapping : IEntityTypeConfiguration<AgentRow>
{
    public void Configure(EntityTypeBuilder<AgentRow> agent)
    {
        agent.ToTable("Agents");
        agent.Property(a => a.Uid).HasMaxLength(40);
        agent.Property(a => a.Name).HasMaxLength(64);
        agent.Property(a => a.Hostname).HasMaxLength(255);
        agent.Property(a => a.Version).HasMaxLength(64);
        agent.Property(a => a.ImageAddress).HasMaxLength(255);
        agent.Property(a => a.KeyHash).HasMaxLength(32);
        agent.Property(a => a.LastSeenAt).StoredInMilliseconds("LastSeenMs");
        agent.Property(a => a.ClockSkew).StoredInMilliseconds("ClockSkewMs");
        agent.HasIndex(a => a.Uid).IsUnique();
    }
}

/// <summary>What agents tell of flows.</summary>
internal sealed class FlowDetailMapping : IEntityTypeConfiguration<FlowDetail>
{
    public void Configure(EntityTypeBuilder<FlowDetail> detail)
    {
        detail.ToTable("FlowDetails");
        detail.HasKey(d => d.FlowId);
        detail.Property(d => d.FlowId).ValueGeneratedNever();
        detail.Property(d => d.ImageId).HasMaxLength(128);
        detail.Property(d => d.WrittenPlate).HasMaxLength(PlateText.MaxWrittenLength);
        detail.Property(d => d.Color).HasMaxLength(64);
        detail.Property(d => d.Make).HasMaxLength(64);
        detail.Property(d => d.MakeModel).HasMaxLength(128);
        detail.Property(d => d.BodyType).HasMaxLength(64);
        detail.HasOne<Flow>().WithOne().HasForeignKey<FlowDetail>(d => d.FlowId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Changes of flows that were stored before; the table keeps the name that it was made with.</summary>
internal sealed class FlowOutboxMapping : IEntityTypeConfiguration<FlowOutboxEntry>
{
    public void Configure(EntityTypeBuilder<FlowOutboxEntry> update) => update.ToTable("FlowUpdates");
}

/// <summary>Positions, by name.</summary>
internal sealed class PositionMapping : IEntityTypeConfiguration<Position>
{
    public void Configure(EntityTypeBuilder<Position> position)
    {
        position.ToTable("Positions");
        position.HasKey(p => p.Name);
        position.Property(p => p.Name).HasMaxLength(32);
    }
}
