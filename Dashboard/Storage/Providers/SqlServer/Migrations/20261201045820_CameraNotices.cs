using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261201045820_CameraNotices")]
    public class CameraNotices : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "NoticeId",
                table: "Deliveries",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BackToldMs",
                table: "CameraOutages",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DarkToldMs",
                table: "CameraOutages",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SilenceToldMs",
                table: "Agents",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    Title = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(max)", maxLength: 16000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_NoticeId",
                table: "Deliveries",
                column: "NoticeId",
                filter: "\"NoticeId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CameraOutages_DarkToldMs",
                table: "CameraOutages",
                column: "DarkToldMs",
                filter: "\"DarkToldMs\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CameraOutages_EndMs",
                table: "CameraOutages",
                column: "EndMs",
                filter: "\"EndMs\" IS NULL");
        }
    }
}
