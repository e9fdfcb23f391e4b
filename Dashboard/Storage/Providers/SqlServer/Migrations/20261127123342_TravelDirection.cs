using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261127123342_TravelDirection")]
    public class TravelDirection : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Approach",
                table: "Flows",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Direction",
                table: "Flows",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DirectionName",
                table: "Flows",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DirectionDegrees",
                table: "Cameras",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DirectionName",
                table: "Cameras",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OppositeName",
                table: "Cameras",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);
        }
    }
}
