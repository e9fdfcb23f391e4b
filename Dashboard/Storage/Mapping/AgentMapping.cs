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
        agent.Property(a => a.SilenceToldAt).StoredInMilliseconds("SilenceToldMs");
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
        detail.Property(d => d.ToldAt).StoredInMilliseconds("ToldMs");

        // Few flows have one: pictures that are asked for by a time that cannot be are found by it.
        detail.HasIndex(d => d.ToldAt).HasFilter("\"ToldMs\" IS NOT NULL");
        detail.HasOne<Flow>().WithOne().HasForeignKey<FlowDetail>(d => d.FlowId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Reads that agents pushed and that are no flow yet; there are never many.</summary>
internal sealed class PushedReadMapping : IEntityTypeConfiguration<PushedRead>
{
    public void Configure(EntityTypeBuilder<PushedRead> read)
    {
        read.ToTable("PushedReads");
        read.Property(r => r.AgentUid).HasMaxLength(40);
        read.Property(r => r.Frame).HasMaxLength(32);
        read.Property(r => r.CapturedAt).StoredInMilliseconds("CapturedMs");
        read.Property(r => r.Owner).HasMaxLength(40);
        read.Property(r => r.ReceivedAt).StoredInMilliseconds("ReceivedMs");
        read.HasIndex(r => new { r.Owner, r.Id });
        read.HasIndex(r => r.Frame);
        read.HasIndex(r => new { r.AgentUid, r.CameraNumber, r.ReceivedAt });
    }
}

/// <summary>Changes of flows that were stored before; the table keeps the name that it was made with.</summary>
internal sealed class FlowOutboxMapping : IEntityTypeConfiguration<FlowOutboxEntry>
{
    public void Configure(EntityTypeBuilder<FlowOutboxEntry> update) => update.ToTable("FlowUpdates");
}

internal sealed class PositionMapping : IEntityTypeConfiguration<Position>
{
    public void Configure(EntityTypeBuilder<Position> position)
    {
        position.ToTable("Positions");
        position.HasKey(p => p.Name);
        position.Property(p => p.Name).HasMaxLength(32);
    }
}
