using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261127165311_Retention")]
    public class Retention : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "FlowDays",
                table: "Cameras",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PictureDays",
                table: "Cameras",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "KeepDays",
                table: "AlertLists",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "EvidenceHolds",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    FlowId = table.Column<long>(type: "bigint", nullable: true),
                    Plate = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true),
                    ListId = table.Column<int>(type: "int", nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    By = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false),
                    AtMs = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EvidenceHolds", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_EvidenceHolds_FlowId",
                table: "EvidenceHolds",
                column: "FlowId",
                unique: true,
                filter: "[FlowId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_EvidenceHolds_ListId",
                table: "EvidenceHolds",
                column: "ListId",
                unique: true,
                filter: "[ListId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_EvidenceHolds_Plate",
                table: "EvidenceHolds",
                column: "Plate",
                unique: true,
                filter: "[Plate] IS NOT NULL");
        }
    }
}
