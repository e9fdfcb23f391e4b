using Dashboard.Domain.Cameras;
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
        flow.Property(f => f.Plate).HasMaxLength(PlateText.MaxLength);
        flow.Property(f => f.RawPlate).HasMaxLength(PlateText.MaxLength);
        flow.Property(f => f.Views).HasMaxLength(FlowViews.MaxTextLength);
        flow.Property(f => f.PictureSha256).HasMaxLength(Flow.PictureSha256Length);
        flow.Property(f => f.LprVersion).HasMaxLength(64);
        flow.Property(f => f.Region).HasMaxLength(32);
        flow.Property(f => f.DirectionName).HasMaxLength(CameraDirection.MaxNameLength);
        flow.Property(f => f.Corners).HasMaxLength(128);
        flow.Property(f => f.FirstSeenAt).StoredInMilliseconds("FirstSeenMs");
        flow.Property(f => f.LastSeenAt).StoredInMilliseconds("LastSeenMs");
        flow.HasIndex(f => f.Uuid).IsUnique();

        // The lists that are asked for: all, of a camera, of a plate, by confidence, by first sight, each newest first. What lists are filtered by
        // stands in
        // them too, so that rows that are passed over are never read.
        flow.HasIndex(f => new { f.CapturedSecond, f.Id, f.Plate, f.CameraId, f.TriggerMode }, "IX_Flows_Time");
        flow.HasIndex(f => new { f.CameraId, f.CapturedSecond, f.Id, f.Plate, f.TriggerMode }, "IX_Flows_Camera");
        flow.HasIndex(f => new { f.Plate, f.CapturedSecond, f.Id, f.CameraId, f.TriggerMode }, "IX_Flows_Plate");
        flow.HasIndex(f => new { f.Confidence, f.CapturedSecond, f.Id }, "IX_Flows_Confidence");
        flow.HasIndex(f => new { f.FirstSeenAt, f.Id, f.CameraId, f.Plate }, "IX_Flows_FirstSeen");

        // Of the values that are few in all flows, each one's flows newest first: one of them may be rare among millions.
        flow.HasIndex(f => new { f.Region, f.CapturedSecond, f.Id, f.CameraId, f.TriggerMode }, "IX_Flows_Region");
        flow.HasIndex(f => new { f.DirectionName, f.CapturedSecond, f.Id, f.CameraId, f.TriggerMode }, "IX_Flows_Direction");
        flow.HasIndex(f => new { f.Approach, f.CapturedSecond, f.Id, f.CameraId, f.TriggerMode }, "IX_Flows_Approach");
        flow.HasIndex(f => new { f.Color, f.CapturedSecond, f.Id, f.CameraId, f.TriggerMode }, "IX_Flows_Color");

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
        candidate.Property(c => c.Text).HasMaxLength(PlateText.MaxLength);
        candidate.HasIndex(c => new { c.Text, c.FlowId });
    }
}
