using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    [DbContext(typeof(SqliteContext))]
    [Migration("20261127130634_FlowsByValue")]
    public class FlowsByValue : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Flows_Approach",
                table: "Flows",
                columns: new[] { "Approach", "CapturedSecond", "Id", "CameraId", "TriggerMode" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Direction",
                table: "Flows",
                columns: new[] { "DirectionName", "CapturedSecond", "Id", "CameraId", "TriggerMode" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Region",
                table: "Flows",
                columns: new[] { "Region", "CapturedSecond", "Id", "CameraId", "TriggerMode" });
        }
    }
}
