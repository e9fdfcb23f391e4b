using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Flows. Every index costs each insert, so there is one for each way that lists are asked for, and no more.</summary>
internal sealed class FlowMapping : IEntityTypeConfiguration<Flow>
{
    public void Configure(EntityTypeBuilder<Flow> flow)
    {
        flow.ToTable("Flows");
        flow.Ignore(f => f.CapturedAt);
        flow.Property(f => f.Plate).HasMaxLength(PlateText.MaximumLength);
        flow.Property(f => f.LprVersion).HasMaxLength(64);
        flow.Property(f => f.Region).HasMaxLength(32);
        flow.Property(f => f.Corners).HasMaxLength(128);
        flow.HasIndex(f => f.Uuid).IsUnique();

        // Newest first: all, of a camera, of a plate. The plate in the first one finds a part of a plate without reading the rows passed over.
        flow.HasIndex(f => new { f.CapturedSecond, f.Id, f.Plate });
        flow.HasIndex(f => new { f.CameraId, f.CapturedSecond, f.Id });
        flow.HasIndex(f => new { f.Plate, f.CapturedSecond, f.Id });

        // Cameras are only marked as deleted, never removed, so that their flows stay whole.
        flow.HasOne<CameraRow>().WithMany().HasForeignKey(f => f.CameraId).OnDelete(DeleteBehavior.Restrict);
        flow.HasMany(f => f.Candidates).WithOne().HasForeignKey(c => c.FlowId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Candidates, in the order of their rank within their flow.</summary>
internal sealed class FlowCandidateMapping : IEntityTypeConfiguration<FlowCandidate>
{
    public void Configure(EntityTypeBuilder<FlowCandidate> candidate)
    {
        candidate.ToTable("FlowCandidates");
        candidate.HasKey(c => new { c.FlowId, c.Rank });
        candidate.Property(c => c.Text).HasMaxLength(PlateText.MaximumLength);
    }
}
