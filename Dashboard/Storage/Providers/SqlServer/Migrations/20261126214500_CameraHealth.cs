using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261126214500_CameraHealth")]
    public class CameraHealth : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CameraHealthHours",
                columns: table => new
                {
                    Start = table.Column<long>(type: "bigint", nullable: false),
                    CameraId = table.Column<int>(type: "int", nullable: false),
                    WatchedSeconds = table.Column<int>(type: "int", nullable: false),
                    SeenSeconds = table.Column<int>(type: "int", nullable: false),
                    Frames = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraHealthHours", x => new { x.Start, x.CameraId });
                });

            migrationBuilder.CreateTable(
                name: "CameraOutages",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    CameraId = table.Column<int>(type: "int", nullable: false),
                    BeginMs = table.Column<long>(type: "bigint", nullable: false),
                    EndMs = table.Column<long>(type: "bigint", nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false)
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
