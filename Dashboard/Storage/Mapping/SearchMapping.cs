using Dashboard.Domain.Plates;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Numbers of flows by hour, day and block.</summary>
internal sealed class FlowCountMapping : IEntityTypeConfiguration<FlowCount>
{
    public void Configure(EntityTypeBuilder<FlowCount> count)
    {
        count.ToTable("FlowCounts");
        count.HasKey(c => new { c.Span, c.Start, c.CameraId, c.TriggerMode });
    }
}

/// <summary>Ends of plates.</summary>
internal sealed class PlateSuffixMapping : IEntityTypeConfiguration<PlateSuffix>
{
    public void Configure(EntityTypeBuilder<PlateSuffix> suffix)
    {
        suffix.ToTable("PlateSuffixes");
        suffix.HasKey(s => new { s.Suffix, s.Plate });
        suffix.Property(s => s.Suffix).HasMaxLength(PlateText.MaxLength);
        suffix.Property(s => s.Plate).HasMaxLength(PlateText.MaxLength);
    }
}

/// <summary>Versions of runs of flows; the table keeps the name that it was made with.</summary>
internal sealed class FlowRunVersionMapping : IEntityTypeConfiguration<FlowRunVersion>
{
    public void Configure(EntityTypeBuilder<FlowRunVersion> change)
    {
        change.ToTable("FlowChanges");
        change.HasKey(c => c.Run);
        change.Property(c => c.Run).ValueGeneratedNever();
    }
}
