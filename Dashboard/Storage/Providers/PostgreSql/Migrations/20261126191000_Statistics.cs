using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261126191000_Statistics")]
    public class Statistics : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CameraHours",
                columns: table => new
                {
                    Start = table.Column<long>(type: "bigint", nullable: false),
                    CameraId = table.Column<int>(type: "integer", nullable: false),
                    Flows = table.Column<int>(type: "integer", nullable: false),
                    Read = table.Column<int>(type: "integer", nullable: false),
                    Doubtful = table.Column<int>(type: "integer", nullable: false),
                    ConfidenceSum = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraHours", x => new { x.Start, x.CameraId });
                });

            migrationBuilder.CreateTable(
                name: "PlateMonths",
                columns: table => new
                {
                    Month = table.Column<int>(type: "integer", nullable: false),
                    CameraId = table.Column<int>(type: "integer", nullable: false),
                    Plate = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Flows = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlateMonths", x => new { x.Month, x.CameraId, x.Plate });
                });

            migrationBuilder.CreateIndex(
                name: "IX_PlateMonths_Month_CameraId_Flows",
                table: "PlateMonths",
                columns: new[] { "Month", "CameraId", "Flows" });
        }
    }
}
