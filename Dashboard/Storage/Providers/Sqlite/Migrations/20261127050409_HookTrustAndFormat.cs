using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    [DbContext(typeof(SqliteContext))]
    [Migration("20261127050409_HookTrustAndFormat")]
    public class HookTrustAndFormat : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CertificateAuthority",
                table: "WebHooks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CertificatePin",
                table: "WebHooks",
                type: "TEXT",
                maxLength: 95,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Format",
                table: "WebHooks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);
        }
    }
}
