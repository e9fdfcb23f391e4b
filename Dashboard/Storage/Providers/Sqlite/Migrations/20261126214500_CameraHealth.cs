using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CameraHealth : Migration
    {
        /// <inheritdoc />
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

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CameraHealthHours");

            migrationBuilder.DropTable(
                name: "CameraOutages");
        }
    }
}
