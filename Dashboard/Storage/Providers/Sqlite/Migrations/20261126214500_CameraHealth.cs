using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    [DbContext(typeof(SqliteContext))]
    [Migration("20261126214500_CameraHealth")]
    public class CameraHealth : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CameraHealthHours",
                columns: table => new
                {
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    CameraId = table.Column<int>(type: "INTEGER", nullable: false),
                    WatchedSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    SeenSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    Frames = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraHealthHours", x => new { x.Start, x.CameraId });
                });

            migrationBuilder.CreateTable(
                name: "CameraOutages",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CameraId = table.Column<int>(type: "INTEGER", nullable: false),
                    BeginMs = table.Column<long>(type: "INTEGER", nullable: false),
                    EndMs = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraOutages", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CameraHealthHours_CameraId_Start",
                table: "CameraHealthHours",
                columns: new[] { "CameraId", "Start" });

            migrationBuilder.CreateIndex(
                name: "IX_CameraOutages_CameraId_BeginMs",
                table: "CameraOutages",
                columns: new[] { "CameraId", "BeginMs" });
        }
    }
}
