using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261127050431_HookTrustAndFormat")]
    public class HookTrustAndFormat : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CertificateAuthority",
                table: "WebHooks",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CertificatePin",
                table: "WebHooks",
                type: "nvarchar(95)",
                maxLength: 95,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Format",
                table: "WebHooks",
                type: "int",
                nullable: false,
                defaultValue: 0);
        }
    }
}
