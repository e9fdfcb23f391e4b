using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
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
