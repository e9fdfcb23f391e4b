using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class FlowsByValue : Migration
    {
        /// <inheritdoc />
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

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Flows_Approach",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_Flows_Direction",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_Flows_Region",
                table: "Flows");
        }
    }
}
