using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261126120000_Initial")]
    public class Initial : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Agents",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Uid = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Hostname = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    Version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    SiteId = table.Column<int>(type: "integer", nullable: false),
                    IsServer = table.Column<bool>(type: "boolean", nullable: false),
                    ImageAddress = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    KeyHash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    LastSeenMs = table.Column<long>(type: "bigint", nullable: true),
                    ClockSkewMs = table.Column<long>(type: "bigint", nullable: false),
                    QueueSize = table.Column<long>(type: "bigint", nullable: false),
                    Heartbeat = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Agents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AlertLists",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ListType = table.Column<int>(type: "integer", nullable: false),
                    MatchStrategy = table.Column<int>(type: "integer", nullable: false),
                    IsActive = table.Column<bool>(type: "boolean", nullable: false),
                    Recipients = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    EntryCount = table.Column<int>(type: "integer", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    Schedule_Days = table.Column<int>(type: "integer", nullable: false),
                    Schedule_FromMinute = table.Column<int>(type: "integer", nullable: false),
                    Schedule_ToMinute = table.Column<int>(type: "integer", nullable: false)
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
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FlowId = table.Column<long>(type: "bigint", nullable: false),
                    ListId = table.Column<int>(type: "integer", nullable: false),
                    ListName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Plate = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Confidence = table.Column<double>(type: "double precision", nullable: false),
                    Description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    CameraId = table.Column<int>(type: "integer", nullable: false),
                    FirstSeenMs = table.Column<long>(type: "bigint", nullable: false),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    AcknowledgedMs = table.Column<long>(type: "bigint", nullable: true),
                    AcknowledgedBy = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Alerts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Cameras",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Alias = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ProtectedSource = table.Column<string>(type: "text", nullable: false),
                    ProtectedSnapshotUrl = table.Column<string>(type: "text", nullable: true),
                    CaptureMode = table.Column<int>(type: "integer", nullable: false),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AnalysisRate = table.Column<double>(type: "double precision", nullable: false),
                    ManualTriggerDelay = table.Column<int>(type: "integer", nullable: false),
                    RegionOfInterest = table.Column<string>(type: "text", nullable: true),
                    AgentId = table.Column<int>(type: "integer", nullable: true),
                    Number = table.Column<long>(type: "bigint", nullable: true),
                    SiteId = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    Latitude = table.Column<double>(type: "double precision", nullable: true),
                    Longitude = table.Column<double>(type: "double precision", nullable: true),
                    KeepAliveMs = table.Column<long>(type: "bigint", nullable: true),
                    DeletedMs = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cameras", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FlowChanges",
                columns: table => new
                {
                    Run = table.Column<long>(type: "bigint", nullable: false),
                    Changes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowChanges", x => x.Run);
                });

            migrationBuilder.CreateTable(
                name: "FlowCounts",
                columns: table => new
                {
                    Span = table.Column<int>(type: "integer", nullable: false),
                    Start = table.Column<long>(type: "bigint", nullable: false),
                    CameraId = table.Column<int>(type: "integer", nullable: false),
                    TriggerMode = table.Column<int>(type: "integer", nullable: false),
                    Flows = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowCounts", x => new { x.Span, x.Start, x.CameraId, x.TriggerMode });
                });

            migrationBuilder.CreateTable(
                name: "FlowUpdates",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FlowId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlowUpdates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PlateSuffixes",
                columns: table => new
                {
                    Suffix = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Plate = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlateSuffixes", x => new { x.Suffix, x.Plate });
                });

            migrationBuilder.CreateTable(
                name: "Positions",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Positions", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Roles",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Roles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Sites",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sites", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Users",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    LastSignInMs = table.Column<long>(type: "bigint", nullable: true),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true),
                    PhoneNumber = table.Column<string>(type: "text", nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Users", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebHooks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ProtectedUrl = table.Column<string>(type: "text", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "text", nullable: false),
                    IsActive = table.Column<bool>(type: "boolean", nullable: false),
                    AllowsPrivate = table.Column<bool>(type: "boolean", nullable: false),
                    SendsFlows = table.Column<bool>(type: "boolean", nullable: false),
                    SendsAlerts = table.Column<bool>(type: "boolean", nullable: false),
                    SendsHeartbeats = table.Column<bool>(type: "boolean", nullable: false),
                    ListId = table.Column<int>(type: "integer", nullable: true),
                    SiteId = table.Column<int>(type: "integer", nullable: true),
                    ProtectedCustomData = table.Column<string>(type: "text", nullable: true),
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ListId = table.Column<int>(type: "integer", nullable: false),
                    Plate = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: false),
                    Description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Region = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
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
                    ListId = table.Column<int>(type: "integer", nullable: false),
                    SiteId = table.Column<int>(type: "integer", nullable: false)
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
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Uuid = table.Column<Guid>(type: "uuid", nullable: false),
                    CameraId = table.Column<int>(type: "integer", nullable: false),
                    Plate = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Confidence = table.Column<double>(type: "double precision", nullable: false),
                    CapturedSecond = table.Column<long>(type: "bigint", nullable: false),
                    CapturedMillisecond = table.Column<int>(type: "integer", nullable: false),
                    TriggerMode = table.Column<int>(type: "integer", nullable: false),
                    LprVersion = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Region = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    Corners = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    PictureWidth = table.Column<int>(type: "integer", nullable: false),
                    PictureHeight = table.Column<int>(type: "integer", nullable: false),
                    HasPicture = table.Column<bool>(type: "boolean", nullable: false),
                    FirstSeenMs = table.Column<long>(type: "bigint", nullable: false),
                    LastSeenMs = table.Column<long>(type: "bigint", nullable: false),
                    ReadCount = table.Column<int>(type: "integer", nullable: false),
                    IsParked = table.Column<bool>(type: "boolean", nullable: false),
                    ProcessingMs = table.Column<double>(type: "double precision", nullable: false, defaultValue: 0.0),
                    IsPreview = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RoleId = table.Column<int>(type: "integer", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true),
                    ClaimValue = table.Column<string>(type: "text", nullable: true)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Prefix = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    LastUsedMs = table.Column<long>(type: "bigint", nullable: true),
                    RevokedMs = table.Column<long>(type: "bigint", nullable: true)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true),
                    ClaimValue = table.Column<string>(type: "text", nullable: true)
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
                    LoginProvider = table.Column<string>(type: "text", nullable: false),
                    ProviderKey = table.Column<string>(type: "text", nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "text", nullable: true),
                    UserId = table.Column<int>(type: "integer", nullable: false)
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
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    RoleId = table.Column<int>(type: "integer", nullable: false)
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
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    SiteId = table.Column<int>(type: "integer", nullable: false)
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
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    LoginProvider = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Value = table.Column<string>(type: "text", nullable: true)
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
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    HookId = table.Column<int>(type: "integer", nullable: true),
                    Recipient = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    FlowId = table.Column<long>(type: "bigint", nullable: false),
                    AlertId = table.Column<long>(type: "bigint", nullable: true),
                    CreatedMs = table.Column<long>(type: "bigint", nullable: false),
                    DueMs = table.Column<long>(type: "bigint", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    LastAttemptMs = table.Column<long>(type: "bigint", nullable: true),
                    LastStatus = table.Column<int>(type: "integer", nullable: true),
                    LastAnswer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    LastDurationMs = table.Column<int>(type: "integer", nullable: false)
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
                    FlowId = table.Column<long>(type: "bigint", nullable: false),
                    Rank = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Confidence = table.Column<double>(type: "double precision", nullable: false)
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
                    FlowId = table.Column<long>(type: "bigint", nullable: false),
                    PlateIndex = table.Column<int>(type: "integer", nullable: false),
                    ImageId = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    RegionConfidence = table.Column<double>(type: "double precision", nullable: true),
                    Direction = table.Column<int>(type: "integer", nullable: true),
                    DirectionId = table.Column<int>(type: "integer", nullable: true),
                    Latitude = table.Column<double>(type: "double precision", nullable: true),
                    Longitude = table.Column<double>(type: "double precision", nullable: true),
                    Color = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ColorConfidence = table.Column<double>(type: "double precision", nullable: true),
                    Make = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    MakeConfidence = table.Column<double>(type: "double precision", nullable: true),
                    MakeModel = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    MakeModelConfidence = table.Column<double>(type: "double precision", nullable: true),
                    BodyType = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    BodyTypeConfidence = table.Column<double>(type: "double precision", nullable: true),
                    VehicleX = table.Column<int>(type: "integer", nullable: true),
                    VehicleY = table.Column<int>(type: "integer", nullable: true),
                    VehicleWidth = table.Column<int>(type: "integer", nullable: true),
                    VehicleHeight = table.Column<int>(type: "integer", nullable: true)
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
                CREATE FUNCTION "FlowsChanged"() RETURNS trigger LANGUAGE plpgsql AS $body$
                BEGIN
                  IF TG_OP <> 'INSERT' THEN
                    UPDATE "FlowCounts" AS c SET "Flows" = c."Flows" - o.flows FROM (
                      SELECT s.span, f."CapturedSecond" - (((f."CapturedSecond" % s.span) + s.span) % s.span) AS start, f."CameraId", f."TriggerMode", count(*) AS flows FROM removed AS f CROSS JOIN (VALUES (3600), (86400), (2764800)) AS s(span) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4) AS o
                      WHERE c."Span" = o.span AND c."Start" = o.start AND c."CameraId" = o."CameraId" AND c."TriggerMode" = o."TriggerMode";
                    INSERT INTO "FlowChanges" ("Run", "Changes") SELECT "Id" / 16384, count(*) FROM removed GROUP BY 1 ORDER BY 1
                      ON CONFLICT ("Run") DO UPDATE SET "Changes" = "FlowChanges"."Changes" + EXCLUDED."Changes";
                  END IF;
                  IF TG_OP <> 'DELETE' THEN
                    INSERT INTO "FlowCounts" ("Span", "Start", "CameraId", "TriggerMode", "Flows")
                      SELECT s.span, f."CapturedSecond" - (((f."CapturedSecond" % s.span) + s.span) % s.span), f."CameraId", f."TriggerMode", count(*) FROM added AS f CROSS JOIN (VALUES (3600), (86400), (2764800)) AS s(span) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                      ON CONFLICT ("Span", "Start", "CameraId", "TriggerMode") DO UPDATE SET "Flows" = "FlowCounts"."Flows" + EXCLUDED."Flows";
                    INSERT INTO "PlateSuffixes" ("Suffix", "Plate")
                      SELECT substr(p."Plate", n), p."Plate" FROM (
                        SELECT DISTINCT f."Plate" FROM added AS f WHERE f."Plate" <> ''
                        AND NOT EXISTS (SELECT 1 FROM "PlateSuffixes" AS s WHERE s."Suffix" = f."Plate" AND s."Plate" = f."Plate")) AS p
                      CROSS JOIN LATERAL generate_series(1, length(p."Plate")) AS n ORDER BY 1, 2
                      ON CONFLICT ("Suffix", "Plate") DO NOTHING;
                  END IF;
                  RETURN NULL;
                END $body$;
                CREATE TRIGGER "Flows_Inserted" AFTER INSERT ON "Flows" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "FlowsChanged"();
                CREATE TRIGGER "Flows_Deleted" AFTER DELETE ON "Flows" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "FlowsChanged"();
                CREATE TRIGGER "Flows_Updated" AFTER UPDATE ON "Flows" REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "FlowsChanged"();
                """);
        }
    }
}
