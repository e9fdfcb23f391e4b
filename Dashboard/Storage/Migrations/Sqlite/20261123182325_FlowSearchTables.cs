using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FlowSearchTables : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Flows_CameraId_CapturedSecond_Id",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_Flows_CapturedSecond_Id_Plate",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_Flows_Plate_CapturedSecond_Id",
                table: "Flows");

            migrationBuilder.CreateTable(
                name: "FlowChanges",
                columns: table => new
                {
                    Run = table.Column<long>(type: "INTEGER", nullable: false),
                    Changes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowChanges", x => x.Run);
                });

            migrationBuilder.Sql(SqliteSearchTables.CreateCounts);
            migrationBuilder.Sql(SqliteSearchTables.CreateSuffixes);

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Camera",
                table: "Flows",
                columns: new[] { "CameraId", "CapturedSecond", "Id", "Plate", "TriggerMode" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Confidence",
                table: "Flows",
                columns: new[] { "Confidence", "CapturedSecond", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Plate",
                table: "Flows",
                columns: new[] { "Plate", "CapturedSecond", "Id", "CameraId", "TriggerMode" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Time",
                table: "Flows",
                columns: new[] { "CapturedSecond", "Id", "Plate", "CameraId", "TriggerMode" });

            migrationBuilder.Sql(SqliteSearchTables.Fill);
            migrationBuilder.Sql(SqliteSearchTables.CreateTriggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqliteSearchTables.DropTriggers);

            migrationBuilder.DropTable(
                name: "FlowChanges");

            migrationBuilder.DropTable(
                name: "FlowCounts");

            migrationBuilder.DropTable(
                name: "PlateSuffixes");

            migrationBuilder.DropIndex(
                name: "IX_Flows_Camera",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_Flows_Confidence",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_Flows_Plate",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_Flows_Time",
                table: "Flows");

            migrationBuilder.CreateIndex(
                name: "IX_Flows_CameraId_CapturedSecond_Id",
                table: "Flows",
                columns: new[] { "CameraId", "CapturedSecond", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_CapturedSecond_Id_Plate",
                table: "Flows",
                columns: new[] { "CapturedSecond", "Id", "Plate" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Plate_CapturedSecond_Id",
                table: "Flows",
                columns: new[] { "Plate", "CapturedSecond", "Id" });
        }
    }
}
