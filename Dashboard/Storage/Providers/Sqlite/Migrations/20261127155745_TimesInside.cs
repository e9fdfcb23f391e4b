using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    [DbContext(typeof(SqliteContext))]
    [Migration("20261127155745_TimesInside")]
    public class TimesInside : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "OpenStays",
                columns: table => new
                {
                    Plate = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    CameraId = table.Column<int>(type: "INTEGER", nullable: false),
                    FlowId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OpenStays", x => new { x.Plate, x.SiteId });
                });

            migrationBuilder.CreateTable(
                name: "StayCounts",
                columns: table => new
                {
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    Span = table.Column<int>(type: "INTEGER", nullable: false),
                    CameraId = table.Column<int>(type: "INTEGER", nullable: false),
                    Lengths = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StayCounts", x => new { x.Span, x.Start, x.CameraId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_OpenStays_FlowId",
                table: "OpenStays",
                column: "FlowId");

            migrationBuilder.CreateIndex(
                name: "IX_OpenStays_Since_CameraId",
                table: "OpenStays",
                columns: new[] { "Since", "CameraId" });
        }
    }
}
