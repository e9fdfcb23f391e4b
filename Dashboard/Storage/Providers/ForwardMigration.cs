using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Dashboard.Storage.Providers;

/// <summary>
/// A migration that goes one way and repeats no model (Decision 0060). Of the model only the version is told, by which the generators of SQL know
/// that an index without a filter is meant to have none. A step that looks a column up in the model names its type instead.
/// </summary>
public abstract class ForwardMigration : Migration
{
    private const string MadeWith = "10.0.15";

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => modelBuilder.HasAnnotation("ProductVersion", MadeWith);
}
