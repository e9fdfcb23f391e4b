using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class VehicleColors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Color",
                table: "Flows",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<double>(
                name: "ColorConfidence",
                table: "Flows",
                type: "float",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Color",
                table: "Flows",
                columns: new[] { "Color", "CapturedSecond", "Id", "CameraId", "TriggerMode" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Flows_Color",
                table: "Flows");

            migrationBuilder.DropColumn(
                name: "Color",
                table: "Flows");

            migrationBuilder.DropColumn(
                name: "ColorConfidence",
                table: "Flows");
        }
    }
}
