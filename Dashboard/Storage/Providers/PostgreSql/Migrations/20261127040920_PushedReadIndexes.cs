using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class PushedReadIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PushedReads_AgentUid_CameraNumber",
                table: "PushedReads");

            migrationBuilder.CreateIndex(
                name: "IX_PushedReads_AgentUid_CameraNumber_ReceivedMs",
                table: "PushedReads",
                columns: new[] { "AgentUid", "CameraNumber", "ReceivedMs" });

            migrationBuilder.CreateIndex(
                name: "IX_PushedReads_Frame",
                table: "PushedReads",
                column: "Frame");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PushedReads_AgentUid_CameraNumber_ReceivedMs",
                table: "PushedReads");

            migrationBuilder.DropIndex(
                name: "IX_PushedReads_Frame",
                table: "PushedReads");

            migrationBuilder.CreateIndex(
                name: "IX_PushedReads_AgentUid_CameraNumber",
                table: "PushedReads",
                columns: new[] { "AgentUid", "CameraNumber" });
        }
    }
}
