using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261128045003_CameraDays")]
    public class CameraDays : ForwardMigration
    {
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
                    CameraId = table.Column<int>(type: "int", nullable: false),
                    Hours = table.Column<byte[]>(type: "varbinary(504)", maxLength: 504, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraDays", x => new { x.Start, x.CameraId });
                });

            // No day is packed yet; the server packs those that are there from the newest on.
            migrationBuilder.InsertData(
                table: "Positions",
                columns: new[] { "Name", "Value" },
                columnTypes: new[] { "nvarchar(32)", "bigint" },
                values: new object[] { "statistics: days", 9223372036854775807L });
        }
    }
}
