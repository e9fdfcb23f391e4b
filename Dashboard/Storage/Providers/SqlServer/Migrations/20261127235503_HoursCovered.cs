using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261127235503_HoursCovered")]
    public class HoursCovered : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_CameraHours_Start_CameraId_Flows_Read_Doubtful_ConfidenceSum",
                table: "CameraHours",
                columns: new[] { "Start", "CameraId", "Flows", "Read", "Doubtful", "ConfidenceSum" });

            migrationBuilder.DropIndex(
                name: "IX_PlateMonths_Month_CameraId_Flows",
                table: "PlateMonths");

            migrationBuilder.CreateIndex(
                name: "IX_PlateMonths_Month_CameraId_Flows_Plate",
                table: "PlateMonths",
                columns: new[] { "Month", "CameraId", "Flows", "Plate" });
        }
    }
}
