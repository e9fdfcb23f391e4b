using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PlateInTimeIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Flows_CapturedSecond_Id",
                table: "Flows");

            migrationBuilder.CreateIndex(
                name: "IX_Flows_CapturedSecond_Id_Plate",
                table: "Flows",
                columns: new[] { "CapturedSecond", "Id", "Plate" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Flows_CapturedSecond_Id_Plate",
                table: "Flows");

            migrationBuilder.CreateIndex(
                name: "IX_Flows_CapturedSecond_Id",
                table: "Flows",
                columns: new[] { "CapturedSecond", "Id" });
        }
    }
}
