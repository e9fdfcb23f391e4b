using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    [DbContext(typeof(SqliteContext))]
    [Migration("20261127232335_AuditChain")]
    public class AuditChain : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Number",
                table: "AuditEntries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Sha256",
                table: "AuditEntries",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AuditChain",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    SumBefore = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    LastNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSum = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditChain", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "AuditChain",
                columns: new[] { "Id", "FirstNumber", "LastNumber", "LastSum", "SumBefore" },
                columnTypes: new[] { "INTEGER", "INTEGER", "INTEGER", "TEXT", "TEXT" },
                values: new object[] { 1, 1L, 0L, "", "" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Number",
                table: "AuditEntries",
                column: "Number",
                unique: true);
        }
    }
}
