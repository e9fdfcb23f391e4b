using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261127050422_HookTrustAndFormat")]
    public class HookTrustAndFormat : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CertificateAuthority",
                table: "WebHooks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CertificatePin",
                table: "WebHooks",
                type: "character varying(95)",
                maxLength: 95,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Format",
                table: "WebHooks",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }
    }
}
