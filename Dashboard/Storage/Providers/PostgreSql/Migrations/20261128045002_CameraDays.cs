using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class CameraDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CameraHours_Start_CameraId_Flows_Read_Doubtful_ConfidenceSum",
                table: "CameraHours");

            migrationBuilder.CreateTable(
                name: "CameraDays",
                columns: table => new
                {
                    Start = table.Column<long>(type: "bigint", nullable: false),
                    CameraId = table.Column<int>(type: "integer", nullable: false),
                    Hours = table.Column<byte[]>(type: "bytea", maxLength: 504, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraDays", x => new { x.Start, x.CameraId });
                });

            // No day is packed yet; the server packs those that are there from the newest on.
            migrationBuilder.InsertData(
                table: "Positions",
                columns: new[] { "Name", "Value" },
                values: new object[] { "statistics: days", 9223372036854775807L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DeleteData(
                table: "Positions",
                keyColumn: "Name",
                keyValue: "statistics: days");

            migrationBuilder.DropTable(
                name: "CameraDays");

            migrationBuilder.CreateIndex(
                name: "IX_CameraHours_Start_CameraId_Flows_Read_Doubtful_ConfidenceSum",
                table: "CameraHours",
                columns: new[] { "Start", "CameraId", "Flows", "Read", "Doubtful", "ConfidenceSum" });
        }
    }
}
