using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
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
                    CameraId = table.Column<int>(type: "int", nullable: false),
                    Flows = table.Column<int>(type: "int", nullable: false),
                    Read = table.Column<int>(type: "int", nullable: false),
                    Doubtful = table.Column<int>(type: "int", nullable: false),
                    ConfidenceSum = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraHours", x => new { x.Start, x.CameraId });
                });

            migrationBuilder.CreateTable(
                name: "PlateMonths",
                columns: table => new
                {
                    Month = table.Column<int>(type: "int", nullable: false),
                    CameraId = table.Column<int>(type: "int", nullable: false),
                    Plate = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    Flows = table.Column<int>(type: "int", nullable: false)
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
