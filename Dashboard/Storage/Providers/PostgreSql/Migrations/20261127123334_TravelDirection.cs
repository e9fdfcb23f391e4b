using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class TravelDirection : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Approach",
                table: "Flows",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Direction",
                table: "Flows",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DirectionName",
                table: "Flows",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DirectionDegrees",
                table: "Cameras",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DirectionName",
                table: "Cameras",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OppositeName",
                table: "Cameras",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Approach",
                table: "Flows");

            migrationBuilder.DropColumn(
                name: "Direction",
                table: "Flows");

            migrationBuilder.DropColumn(
                name: "DirectionName",
                table: "Flows");

            migrationBuilder.DropColumn(
                name: "DirectionDegrees",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "DirectionName",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "OppositeName",
                table: "Cameras");
        }
    }
}
