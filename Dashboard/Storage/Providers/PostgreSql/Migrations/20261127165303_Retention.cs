using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261127165303_Retention")]
    public class Retention : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "FlowDays",
                table: "Cameras",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PictureDays",
                table: "Cameras",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "KeepDays",
                table: "AlertLists",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "EvidenceHolds",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FlowId = table.Column<long>(type: "bigint", nullable: true),
                    Plate = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    ListId = table.Column<int>(type: "integer", nullable: true),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    By = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
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
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EvidenceHolds_ListId",
                table: "EvidenceHolds",
                column: "ListId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EvidenceHolds_Plate",
                table: "EvidenceHolds",
                column: "Plate",
                unique: true);
        }
    }
}
