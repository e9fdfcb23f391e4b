using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Direction",
                table: "Flows",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DirectionName",
                table: "Flows",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DirectionDegrees",
                table: "Cameras",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DirectionName",
                table: "Cameras",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OppositeName",
                table: "Cameras",
                type: "TEXT",
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
