using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Agents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsPreview",
                table: "Flows",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<double>(
                name: "ProcessingMs",
                table: "Flows",
                type: "float",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<int>(
                name: "AgentId",
                table: "Cameras",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Latitude",
                table: "Cameras",
                type: "float",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Longitude",
                table: "Cameras",
                type: "float",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Number",
                table: "Cameras",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SiteId",
                table: "Cameras",
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "Agents",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Uid = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Hostname = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    Version = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    SiteId = table.Column<int>(type: "int", nullable: false),
                    IsServer = table.Column<bool>(type: "bit", nullable: false),
                    ImageAddress = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true),
                    KeyHash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    LastSeenMs = table.Column<long>(type: "bigint", nullable: true),
                    ClockSkewMs = table.Column<long>(type: "bigint", nullable: false),
                    QueueSize = table.Column<long>(type: "bigint", nullable: false),
                    Heartbeat = table.Column<string>(type: "nvarchar(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Agents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AlertLists",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    ListType = table.Column<int>(type: "int", nullable: false),
                    MatchStrategy = table.Column<int>(type: "int", nullable: false),
                    IsActive = table.Column<bool>(type: "bit", nullable: false),
                    Recipients = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    EntryCount = table.Column<int>(type: "int", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    Schedule_Days = table.Column<int>(type: "int", nullable: false),
                    Schedule_FromMinute = table.Column<int>(type: "int", nullable: false),
                    Schedule_ToMinute = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertLists", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Alerts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    FlowId = table.Column<long>(type: "bigint", nullable: false),
                    ListId = table.Column<int>(type: "int", nullable: false),
                    ListName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Plate = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    Confidence = table.Column<double>(type: "float", nullable: false),
                    Description = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    CameraId = table.Column<int>(type: "int", nullable: false),
                    FirstSeenMs = table.Column<long>(type: "bigint", nullable: false),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    AcknowledgedMs = table.Column<long>(type: "bigint", nullable: true),
                    AcknowledgedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Alerts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FlowDetails",
                columns: table => new
                {
                    FlowId = table.Column<long>(type: "bigint", nullable: false),
                    PlateIndex = table.Column<int>(type: "int", nullable: false),
                    ImageId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    RegionConfidence = table.Column<double>(type: "float", nullable: true),
                    Direction = table.Column<int>(type: "int", nullable: true),
                    DirectionId = table.Column<int>(type: "int", nullable: true),
                    Latitude = table.Column<double>(type: "float", nullable: true),
                    Longitude = table.Column<double>(type: "float", nullable: true),
                    Color = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    ColorConfidence = table.Column<double>(type: "float", nullable: true),
                    Make = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    MakeConfidence = table.Column<double>(type: "float", nullable: true),
                    MakeModel = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    MakeModelConfidence = table.Column<double>(type: "float", nullable: true),
                    BodyType = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    BodyTypeConfidence = table.Column<double>(type: "float", nullable: true),
                    VehicleX = table.Column<int>(type: "int", nullable: true),
                    VehicleY = table.Column<int>(type: "int", nullable: true),
                    VehicleWidth = table.Column<int>(type: "int", nullable: true),
                    VehicleHeight = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowDetails", x => x.FlowId);
                    table.ForeignKey(
                        name: "FK_FlowDetails_Flows_FlowId",
                        column: x => x.FlowId,
                        principalTable: "Flows",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FlowUpdates",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    FlowId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowUpdates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Positions",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Positions", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Sites",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sites", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UserSites",
                columns: table => new
                {
                    UserId = table.Column<int>(type: "int", nullable: false),
                    SiteId = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserSites", x => new { x.UserId, x.SiteId });
                    table.ForeignKey(
                        name: "FK_UserSites_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WebHooks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    ProtectedUrl = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    IsActive = table.Column<bool>(type: "bit", nullable: false),
                    AllowsPrivate = table.Column<bool>(type: "bit", nullable: false),
                    SendsFlows = table.Column<bool>(type: "bit", nullable: false),
                    SendsAlerts = table.Column<bool>(type: "bit", nullable: false),
                    SendsHeartbeats = table.Column<bool>(type: "bit", nullable: false),
                    ListId = table.Column<int>(type: "int", nullable: true),
                    SiteId = table.Column<int>(type: "int", nullable: true),
                    ProtectedCustomData = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebHooks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AlertEntries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ListId = table.Column<int>(type: "int", nullable: false),
                    Plate = table.Column<string>(type: "nvarchar(15)", maxLength: 15, nullable: false),
                    Description = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    Region = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertEntries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AlertEntries_AlertLists_ListId",
                        column: x => x.ListId,
                        principalTable: "AlertLists",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AlertListSites",
                columns: table => new
                {
                    ListId = table.Column<int>(type: "int", nullable: false),
                    SiteId = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertListSites", x => new { x.ListId, x.SiteId });
                    table.ForeignKey(
                        name: "FK_AlertListSites_AlertLists_ListId",
                        column: x => x.ListId,
                        principalTable: "AlertLists",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Deliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    HookId = table.Column<int>(type: "int", nullable: true),
                    Recipient = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: true),
                    FlowId = table.Column<long>(type: "bigint", nullable: false),
                    AlertId = table.Column<long>(type: "bigint", nullable: true),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    DueMs = table.Column<long>(type: "bigint", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    LastAttemptMs = table.Column<long>(type: "bigint", nullable: true),
                    LastStatus = table.Column<int>(type: "int", nullable: true),
                    LastAnswer = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    LastDurationMs = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Deliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Deliveries_WebHooks_HookId",
                        column: x => x.HookId,
                        principalTable: "WebHooks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_FirstSeen",
                table: "Flows",
                columns: new[] { "FirstSeenMs", "Id", "CameraId", "Plate" });

            migrationBuilder.CreateIndex(
                name: "IX_FlowCandidates_Text_FlowId",
                table: "FlowCandidates",
                columns: new[] { "Text", "FlowId" });

            migrationBuilder.CreateIndex(
                name: "IX_Cameras_AgentId_Number",
                table: "Cameras",
                columns: new[] { "AgentId", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Agents_Uid",
                table: "Agents",
                column: "Uid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AlertEntries_ListId_Plate",
                table: "AlertEntries",
                columns: new[] { "ListId", "Plate" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AlertLists_Name",
                table: "AlertLists",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_FirstSeenMs_Id",
                table: "Alerts",
                columns: new[] { "FirstSeenMs", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_FlowId_ListId",
                table: "Alerts",
                columns: new[] { "FlowId", "ListId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_Plate_FirstSeenMs",
                table: "Alerts",
                columns: new[] { "Plate", "FirstSeenMs" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_HookId_Id",
                table: "Deliveries",
                columns: new[] { "HookId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_State_HookId_Id",
                table: "Deliveries",
                columns: new[] { "State", "HookId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Sites_Name",
                table: "Sites",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebHooks_Name",
                table: "WebHooks",
                column: "Name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Agents");

            migrationBuilder.DropTable(
                name: "AlertEntries");

            migrationBuilder.DropTable(
                name: "AlertListSites");

            migrationBuilder.DropTable(
                name: "Alerts");

            migrationBuilder.DropTable(
                name: "Deliveries");

            migrationBuilder.DropTable(
                name: "FlowDetails");

            migrationBuilder.DropTable(
                name: "FlowUpdates");

            migrationBuilder.DropTable(
                name: "Positions");

            migrationBuilder.DropTable(
                name: "Sites");

            migrationBuilder.DropTable(
                name: "UserSites");

            migrationBuilder.DropTable(
                name: "AlertLists");

            migrationBuilder.DropTable(
                name: "WebHooks");

            migrationBuilder.DropIndex(
                name: "IX_Flows_FirstSeen",
                table: "Flows");

            migrationBuilder.DropIndex(
                name: "IX_FlowCandidates_Text_FlowId",
                table: "FlowCandidates");

            migrationBuilder.DropIndex(
                name: "IX_Cameras_AgentId_Number",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "IsPreview",
                table: "Flows");

            migrationBuilder.DropColumn(
                name: "ProcessingMs",
                table: "Flows");

            migrationBuilder.DropColumn(
                name: "AgentId",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "Latitude",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "Longitude",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "Number",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "SiteId",
                table: "Cameras");
        }
    }
}
