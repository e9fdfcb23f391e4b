using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261127040933_PushedReadIndexes")]
    public class PushedReadIndexes : ForwardMigration
    {
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
    }
}
