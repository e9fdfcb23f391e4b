using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261127014800_PushedReads")]
    public class PushedReads : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ToldMs",
                table: "FlowDetails",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PushedReads",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    AgentUid = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CameraNumber = table.Column<long>(type: "bigint", nullable: false),
                    Frame = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    CapturedMs = table.Column<long>(type: "bigint", nullable: false),
                    Owner = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ReceivedMs = table.Column<long>(type: "bigint", nullable: false),
                    Body = table.Column<string>(type: "text", nullable: false),
                    Picture = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PushedReads", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FlowDetails_ToldMs",
                table: "FlowDetails",
                column: "ToldMs",
                filter: "\"ToldMs\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PushedReads_AgentUid_CameraNumber",
                table: "PushedReads",
                columns: new[] { "AgentUid", "CameraNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_PushedReads_Owner_Id",
                table: "PushedReads",
                columns: new[] { "Owner", "Id" });
        }
    }
}
