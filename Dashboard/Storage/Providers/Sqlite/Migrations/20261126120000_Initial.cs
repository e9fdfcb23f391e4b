using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.Sqlite.Migrations
{
    [DbContext(typeof(SqliteContext))]
    [Migration("20261126120000_Initial")]
    public class Initial : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Agents",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Uid = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Hostname = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Version = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    IsServer = table.Column<bool>(type: "INTEGER", nullable: false),
                    ImageAddress = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    KeyHash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    LastSeenMs = table.Column<long>(type: "INTEGER", nullable: true),
                    ClockSkewMs = table.Column<long>(type: "INTEGER", nullable: false),
                    QueueSize = table.Column<long>(type: "INTEGER", nullable: false),
                    Heartbeat = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Agents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AlertLists",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ListType = table.Column<int>(type: "INTEGER", nullable: false),
                    MatchStrategy = table.Column<int>(type: "INTEGER", nullable: false),
                    IsActive = table.Column<bool>(type: "INTEGER", nullable: false),
                    Recipients = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    EntryCount = table.Column<int>(type: "INTEGER", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Schedule_Days = table.Column<int>(type: "INTEGER", nullable: false),
                    Schedule_FromMinute = table.Column<int>(type: "INTEGER", nullable: false),
                    Schedule_ToMinute = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertLists", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Alerts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    FlowId = table.Column<long>(type: "INTEGER", nullable: false),
                    ListId = table.Column<int>(type: "INTEGER", nullable: false),
                    ListName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Plate = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Confidence = table.Column<double>(type: "REAL", nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    CameraId = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstSeenMs = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedMs = table.Column<long>(type: "INTEGER", nullable: false),
                    AcknowledgedMs = table.Column<long>(type: "INTEGER", nullable: true),
                    AcknowledgedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Alerts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Cameras",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Alias = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ProtectedSource = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedSnapshotUrl = table.Column<string>(type: "TEXT", nullable: true),
                    CaptureMode = table.Column<int>(type: "INTEGER", nullable: false),
                    IsEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    AnalysisRate = table.Column<double>(type: "REAL", nullable: false),
                    ManualTriggerDelay = table.Column<int>(type: "INTEGER", nullable: false),
                    RegionOfInterest = table.Column<string>(type: "TEXT", nullable: true),
                    AgentId = table.Column<int>(type: "INTEGER", nullable: true),
                    Number = table.Column<long>(type: "INTEGER", nullable: true),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 1),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    KeepAliveMs = table.Column<long>(type: "INTEGER", nullable: true),
                    DeletedMs = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cameras", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FlowChanges",
                columns: table => new
                {
                    Run = table.Column<long>(type: "INTEGER", nullable: false),
                    Changes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowChanges", x => x.Run);
                });

            migrationBuilder.Sql(
                """
                CREATE TABLE "FlowCounts" ("Span" INTEGER NOT NULL, "Start" INTEGER NOT NULL, "CameraId" INTEGER NOT NULL, "TriggerMode" INTEGER NOT NULL,
                  "Flows" INTEGER NOT NULL, CONSTRAINT "PK_FlowCounts" PRIMARY KEY ("Span", "Start", "CameraId", "TriggerMode")) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "FlowUpdates",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    FlowId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowUpdates", x => x.Id);
                });

            migrationBuilder.Sql(
                """
                CREATE TABLE "PlateSuffixes" ("Suffix" TEXT NOT NULL, "Plate" TEXT NOT NULL, CONSTRAINT "PK_PlateSuffixes" PRIMARY KEY ("Suffix", "Plate")) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "Positions",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Positions", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Roles",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Roles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Sites",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sites", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Users",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IsEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedMs = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSignInMs = table.Column<long>(type: "INTEGER", nullable: true),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneNumber = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "TEXT", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Users", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebHooks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ProtectedUrl = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "TEXT", nullable: false),
                    IsActive = table.Column<bool>(type: "INTEGER", nullable: false),
                    AllowsPrivate = table.Column<bool>(type: "INTEGER", nullable: false),
                    SendsFlows = table.Column<bool>(type: "INTEGER", nullable: false),
                    SendsAlerts = table.Column<bool>(type: "INTEGER", nullable: false),
                    SendsHeartbeats = table.Column<bool>(type: "INTEGER", nullable: false),
                    ListId = table.Column<int>(type: "INTEGER", nullable: true),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: true),
                    ProtectedCustomData = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedMs = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebHooks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AlertEntries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ListId = table.Column<int>(type: "INTEGER", nullable: false),
                    Plate = table.Column<string>(type: "TEXT", maxLength: 15, nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Region = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
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
                    ListId = table.Column<int>(type: "INTEGER", nullable: false),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false)
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
                name: "Flows",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    CameraId = table.Column<int>(type: "INTEGER", nullable: false),
                    Plate = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Confidence = table.Column<double>(type: "REAL", nullable: false),
                    CapturedSecond = table.Column<long>(type: "INTEGER", nullable: false),
                    CapturedMillisecond = table.Column<int>(type: "INTEGER", nullable: false),
                    TriggerMode = table.Column<int>(type: "INTEGER", nullable: false),
                    LprVersion = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Region = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Corners = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    PictureWidth = table.Column<int>(type: "INTEGER", nullable: false),
                    PictureHeight = table.Column<int>(type: "INTEGER", nullable: false),
                    HasPicture = table.Column<bool>(type: "INTEGER", nullable: false),
                    FirstSeenMs = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeenMs = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadCount = table.Column<int>(type: "INTEGER", nullable: false),
                    IsParked = table.Column<bool>(type: "INTEGER", nullable: false),
                    ProcessingMs = table.Column<double>(type: "REAL", nullable: false, defaultValue: 0.0),
                    IsPreview = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Flows", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Flows_Cameras_CameraId",
                        column: x => x.CameraId,
                        principalTable: "Cameras",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RoleClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RoleId = table.Column<int>(type: "INTEGER", nullable: false),
                    ClaimType = table.Column<string>(type: "TEXT", nullable: true),
                    ClaimValue = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RoleClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RoleClaims_Roles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "Roles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ApiKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    CreatedMs = table.Column<long>(type: "INTEGER", nullable: false),
                    LastUsedMs = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedMs = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ApiKeys_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<int>(type: "INTEGER", nullable: false),
                    ClaimType = table.Column<string>(type: "TEXT", nullable: true),
                    ClaimValue = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_UserClaims_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserLogins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "TEXT", nullable: false),
                    ProviderKey = table.Column<string>(type: "TEXT", nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "TEXT", nullable: true),
                    UserId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserLogins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_UserLogins_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserRoles",
                columns: table => new
                {
                    UserId = table.Column<int>(type: "INTEGER", nullable: false),
                    RoleId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserRoles", x => new { x.UserId, x.RoleId });
                    table.ForeignKey(
                        name: "FK_UserRoles_Roles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "Roles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_UserRoles_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserSites",
                columns: table => new
                {
                    UserId = table.Column<int>(type: "INTEGER", nullable: false),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false)
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
                name: "UserTokens",
                columns: table => new
                {
                    UserId = table.Column<int>(type: "INTEGER", nullable: false),
                    LoginProvider = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserTokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_UserTokens_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Deliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    HookId = table.Column<int>(type: "INTEGER", nullable: true),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    FlowId = table.Column<long>(type: "INTEGER", nullable: false),
                    AlertId = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedMs = table.Column<long>(type: "INTEGER", nullable: false),
                    DueMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastAttemptMs = table.Column<long>(type: "INTEGER", nullable: true),
                    LastStatus = table.Column<int>(type: "INTEGER", nullable: true),
                    LastAnswer = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    LastDurationMs = table.Column<int>(type: "INTEGER", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "FlowCandidates",
                columns: table => new
                {
                    FlowId = table.Column<long>(type: "INTEGER", nullable: false),
                    Rank = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Confidence = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowCandidates", x => new { x.FlowId, x.Rank });
                    table.ForeignKey(
                        name: "FK_FlowCandidates_Flows_FlowId",
                        column: x => x.FlowId,
                        principalTable: "Flows",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FlowDetails",
                columns: table => new
                {
                    FlowId = table.Column<long>(type: "INTEGER", nullable: false),
                    PlateIndex = table.Column<int>(type: "INTEGER", nullable: false),
                    ImageId = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    RegionConfidence = table.Column<double>(type: "REAL", nullable: true),
                    Direction = table.Column<int>(type: "INTEGER", nullable: true),
                    DirectionId = table.Column<int>(type: "INTEGER", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Color = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ColorConfidence = table.Column<double>(type: "REAL", nullable: true),
                    Make = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    MakeConfidence = table.Column<double>(type: "REAL", nullable: true),
                    MakeModel = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    MakeModelConfidence = table.Column<double>(type: "REAL", nullable: true),
                    BodyType = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    BodyTypeConfidence = table.Column<double>(type: "REAL", nullable: true),
                    VehicleX = table.Column<int>(type: "INTEGER", nullable: true),
                    VehicleY = table.Column<int>(type: "INTEGER", nullable: true),
                    VehicleWidth = table.Column<int>(type: "INTEGER", nullable: true),
                    VehicleHeight = table.Column<int>(type: "INTEGER", nullable: true)
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
                name: "IX_ApiKeys_Hash",
                table: "ApiKeys",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_UserId",
                table: "ApiKeys",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_Cameras_AgentId_Number",
                table: "Cameras",
                columns: new[] { "AgentId", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Cameras_Alias",
                table: "Cameras",
                column: "Alias",
                unique: true,
                filter: "\"DeletedMs\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_FlowId",
                table: "Deliveries",
                column: "FlowId");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_HookId_Id",
                table: "Deliveries",
                columns: new[] { "HookId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_State_HookId_Id",
                table: "Deliveries",
                columns: new[] { "State", "HookId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FlowCandidates_Text_FlowId",
                table: "FlowCandidates",
                columns: new[] { "Text", "FlowId" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Camera",
                table: "Flows",
                columns: new[] { "CameraId", "CapturedSecond", "Id", "Plate", "TriggerMode" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Confidence",
                table: "Flows",
                columns: new[] { "Confidence", "CapturedSecond", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_FirstSeen",
                table: "Flows",
                columns: new[] { "FirstSeenMs", "Id", "CameraId", "Plate" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Plate",
                table: "Flows",
                columns: new[] { "Plate", "CapturedSecond", "Id", "CameraId", "TriggerMode" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Time",
                table: "Flows",
                columns: new[] { "CapturedSecond", "Id", "Plate", "CameraId", "TriggerMode" });

            migrationBuilder.CreateIndex(
                name: "IX_Flows_Uuid",
                table: "Flows",
                column: "Uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RoleClaims_RoleId",
                table: "RoleClaims",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "RoleNameIndex",
                table: "Roles",
                column: "NormalizedName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Sites_Name",
                table: "Sites",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UserClaims_UserId",
                table: "UserClaims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_UserLogins_UserId",
                table: "UserLogins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_UserRoles_RoleId",
                table: "UserRoles",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "Users",
                column: "NormalizedEmail");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "Users",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebHooks_Name",
                table: "WebHooks",
                column: "Name",
                unique: true);

            migrationBuilder.Sql(
                """
                CREATE TRIGGER "Flows_Inserted_Counts" AFTER INSERT ON "Flows" BEGIN INSERT INTO "FlowCounts" ("Span", "Start", "CameraId", "TriggerMode", "Flows") VALUES
                  (3600, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 3600) + 3600) % 3600), NEW."CameraId", NEW."TriggerMode", 1),
                  (86400, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 86400) + 86400) % 86400), NEW."CameraId", NEW."TriggerMode", 1),
                  (2764800, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 2764800) + 2764800) % 2764800), NEW."CameraId", NEW."TriggerMode", 1)
                  ON CONFLICT DO UPDATE SET "Flows" = "Flows" + 1; END;
                CREATE TRIGGER "Flows_Inserted_Suffixes" AFTER INSERT ON "Flows" WHEN NEW."Plate" <> '' AND NOT EXISTS (SELECT 1 FROM "PlateSuffixes" WHERE "Suffix" = NEW."Plate" AND "Plate" = NEW."Plate") BEGIN INSERT INTO "PlateSuffixes" ("Suffix", "Plate") SELECT substr(NEW."Plate", n.column1), NEW."Plate" FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16)) AS n WHERE n.column1 <= length(NEW."Plate"); END;
                CREATE TRIGGER "Flows_Deleted" AFTER DELETE ON "Flows" BEGIN UPDATE "FlowCounts" SET "Flows" = "Flows" - 1 WHERE "CameraId" = OLD."CameraId" AND "TriggerMode" = OLD."TriggerMode" AND ("Span", "Start") IN (VALUES
                  (3600, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 3600) + 3600) % 3600)),
                  (86400, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 86400) + 86400) % 86400)),
                  (2764800, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 2764800) + 2764800) % 2764800))); INSERT INTO "FlowChanges" ("Run", "Changes") VALUES (OLD."Id" / 16384, 1) ON CONFLICT DO UPDATE SET "Changes" = "Changes" + 1; END;
                CREATE TRIGGER "Flows_Updated_Counts" AFTER UPDATE OF "CapturedSecond", "CameraId", "TriggerMode", "Plate", "Confidence" ON "Flows"
                  BEGIN UPDATE "FlowCounts" SET "Flows" = "Flows" - 1 WHERE "CameraId" = OLD."CameraId" AND "TriggerMode" = OLD."TriggerMode" AND ("Span", "Start") IN (VALUES
                  (3600, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 3600) + 3600) % 3600)),
                  (86400, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 86400) + 86400) % 86400)),
                  (2764800, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 2764800) + 2764800) % 2764800))); INSERT INTO "FlowCounts" ("Span", "Start", "CameraId", "TriggerMode", "Flows") VALUES
                  (3600, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 3600) + 3600) % 3600), NEW."CameraId", NEW."TriggerMode", 1),
                  (86400, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 86400) + 86400) % 86400), NEW."CameraId", NEW."TriggerMode", 1),
                  (2764800, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 2764800) + 2764800) % 2764800), NEW."CameraId", NEW."TriggerMode", 1)
                  ON CONFLICT DO UPDATE SET "Flows" = "Flows" + 1; INSERT INTO "FlowChanges" ("Run", "Changes") VALUES (OLD."Id" / 16384, 1) ON CONFLICT DO UPDATE SET "Changes" = "Changes" + 1; END;
                CREATE TRIGGER "Flows_Updated_Suffixes" AFTER UPDATE OF "Plate" ON "Flows" WHEN NEW."Plate" <> '' AND NOT EXISTS (SELECT 1 FROM "PlateSuffixes" WHERE "Suffix" = NEW."Plate" AND "Plate" = NEW."Plate") BEGIN INSERT INTO "PlateSuffixes" ("Suffix", "Plate") SELECT substr(NEW."Plate", n.column1), NEW."Plate" FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16)) AS n WHERE n.column1 <= length(NEW."Plate"); END;
                """);
        }
    }
}
