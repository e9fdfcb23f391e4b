using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261126212000_CameraCountries")]
    public class CameraCountries : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Countries",
                table: "Cameras",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);
        }
    }
}
