using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    [DbContext(typeof(SqliteContext))]
    [Migration("20261130000405_AlertListFloor")]
    public class AlertListFloor : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "MinCandidatePercent",
                table: "AlertLists",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);
        }
    }
}
