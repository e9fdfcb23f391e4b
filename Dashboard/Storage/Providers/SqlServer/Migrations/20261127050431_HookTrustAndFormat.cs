using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class HookTrustAndFormat : Migration
    {
        /// <inheritdoc />
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

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CertificateAuthority",
                table: "WebHooks");

            migrationBuilder.DropColumn(
                name: "CertificatePin",
                table: "WebHooks");

            migrationBuilder.DropColumn(
                name: "Format",
                table: "WebHooks");
        }
    }
}
