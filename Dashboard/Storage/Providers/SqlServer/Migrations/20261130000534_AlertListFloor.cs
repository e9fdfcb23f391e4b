using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261130000534_AlertListFloor")]
    public class AlertListFloor : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "MinCandidatePercent",
                table: "AlertLists",
                type: "int",
                nullable: false,
                defaultValue: 0);
        }
    }
}
