using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<double>(
                name: "ColorConfidence",
                table: "Flows",
                type: "REAL",
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
