using Dashboard.Domain.Flows;
using Dashboard.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage;

/// <summary>The database. One derived context a provider; take one from the factory, use it briefly, dispose it.</summary>
public abstract class DashboardDbContext(DbContextOptions options) : IdentityDbContext<User, IdentityRole<int>, int>(options)
{
    /// <summary>Vehicles that passed.</summary>
    public DbSet<Flow> Flows => Set<Flow>();

    /// <summary>Possible texts of flows.</summary>
    public DbSet<FlowCandidate> FlowCandidates => Set<FlowCandidate>();

    /// <summary>Cameras, deleted ones too.</summary>
    public DbSet<CameraRow> Cameras => Set<CameraRow>();

    /// <summary>Keys of programs.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
}
