using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261130000450_AlertListFloor")]
    public class AlertListFloor : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "MinCandidatePercent",
                table: "AlertLists",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }
    }
}
