using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261126192000_Audit")]
    public class Audit : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AuditEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    AtMs = table.Column<long>(type: "bigint", nullable: false),
                    UserId = table.Column<int>(type: "int", nullable: true),
                    UserName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false),
                    Address = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Key = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true),
                    Action = table.Column<int>(type: "int", nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    Details = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    Count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditEntries", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Action_AtMs_Id",
                table: "AuditEntries",
                columns: new[] { "Action", "AtMs", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_AtMs_Id",
                table: "AuditEntries",
                columns: new[] { "AtMs", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_UserId_AtMs_Id",
                table: "AuditEntries",
                columns: new[] { "UserId", "AtMs", "Id" });
        }
    }
}
