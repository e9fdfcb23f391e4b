using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261130065808_Cluster")]
    public class Cluster : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CameraTurns",
                columns: table => new
                {
                    CameraId = table.Column<int>(type: "int", nullable: false),
                    Turn = table.Column<long>(type: "bigint", nullable: false),
                    Node = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    BeganMs = table.Column<long>(type: "bigint", nullable: false),
                    EndedMs = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CameraTurns", x => new { x.CameraId, x.Turn });
                });

            // What Orleans keeps of the machines of a cluster: its tables, and the statements by which it reads and writes them.
            migrationBuilder.Sql(
                """
                CREATE TABLE OrleansQuery
                (
                    QueryKey varchar(64) NOT NULL CONSTRAINT PK_OrleansQuery PRIMARY KEY,
                    QueryText varchar(8000) NOT NULL
                );

                CREATE TABLE OrleansMembershipVersionTable
                (
                    DeploymentId nvarchar(150) NOT NULL CONSTRAINT PK_OrleansMembershipVersionTable PRIMARY KEY,
                    Timestamp datetime2(3) NOT NULL DEFAULT GETUTCDATE(),
                    Version int NOT NULL DEFAULT 0
                );

                CREATE TABLE OrleansMembershipTable
                (
                    DeploymentId nvarchar(150) NOT NULL
                        CONSTRAINT FK_OrleansMembershipTable_Version REFERENCES OrleansMembershipVersionTable (DeploymentId),
                    Address varchar(45) NOT NULL,
                    Port int NOT NULL,
                    Generation int NOT NULL,
                    SiloName nvarchar(150) NOT NULL,
                    HostName nvarchar(150) NOT NULL,
                    Status int NOT NULL,
                    ProxyPort int NULL,
                    SuspectTimes varchar(8000) NULL,
                    StartTime datetime2(3) NOT NULL,
                    IAmAliveTime datetime2(3) NOT NULL,
                    CONSTRAINT PK_OrleansMembershipTable PRIMARY KEY (DeploymentId, Address, Port, Generation)
                );

                INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
                ('UpdateIAmAlivetimeKey',
                'SET NOCOUNT ON;
                UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
                WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation'),

                ('InsertMembershipVersionKey',
                'SET NOCOUNT ON;
                INSERT INTO OrleansMembershipVersionTable (DeploymentId)
                SELECT @DeploymentId WHERE NOT EXISTS (
                    SELECT 1 FROM OrleansMembershipVersionTable WITH (UPDLOCK, HOLDLOCK) WHERE DeploymentId = @DeploymentId);
                SELECT @@ROWCOUNT'),

                ('InsertMembershipKey',
                'SET XACT_ABORT, NOCOUNT ON;
                DECLARE @changed int = 0;
                BEGIN TRANSACTION;
                UPDATE OrleansMembershipVersionTable SET Timestamp = GETUTCDATE(), Version = Version + 1
                WHERE DeploymentId = @DeploymentId AND Version = @Version;
                IF @@ROWCOUNT = 1
                BEGIN
                    INSERT INTO OrleansMembershipTable (
                        DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
                    WHERE NOT EXISTS (
                        SELECT 1 FROM OrleansMembershipTable
                        WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation);
                    SET @changed = @@ROWCOUNT;
                END;
                IF @changed = 1 COMMIT TRANSACTION ELSE ROLLBACK TRANSACTION;
                SELECT @changed'),

                ('UpdateMembershipKey',
                'SET XACT_ABORT, NOCOUNT ON;
                DECLARE @changed int = 0;
                BEGIN TRANSACTION;
                UPDATE OrleansMembershipVersionTable SET Timestamp = GETUTCDATE(), Version = Version + 1
                WHERE DeploymentId = @DeploymentId AND Version = @Version;
                IF @@ROWCOUNT = 1
                BEGIN
                    UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation;
                    SET @changed = @@ROWCOUNT;
                END;
                IF @changed = 1 COMMIT TRANSACTION ELSE ROLLBACK TRANSACTION;
                SELECT @changed'),

                ('MembershipReadRowKey',
                'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
                    m.IAmAliveTime, v.Version
                FROM OrleansMembershipVersionTable v WITH (HOLDLOCK)
                LEFT JOIN OrleansMembershipTable m WITH (HOLDLOCK)
                ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
                WHERE v.DeploymentId = @DeploymentId'),

                ('MembershipReadAllKey',
                'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
                    m.IAmAliveTime, v.Version
                FROM OrleansMembershipVersionTable v WITH (HOLDLOCK)
                LEFT JOIN OrleansMembershipTable m WITH (HOLDLOCK) ON m.DeploymentId = v.DeploymentId
                WHERE v.DeploymentId = @DeploymentId'),

                ('DeleteMembershipTableEntriesKey',
                'DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
                DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId'),

                ('GatewaysQueryKey',
                'SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
                WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0'),

                ('CleanupDefunctSiloEntriesKey',
                'DELETE FROM OrleansMembershipTable
                WHERE DeploymentId = @DeploymentId AND Status = 6 AND IAmAliveTime < @IAmAliveTime AND StartTime < @IAmAliveTime'),

                ('CleanupDefunctSiloEntryKey',
                'DELETE FROM OrleansMembershipTable
                WHERE DeploymentId = @DeploymentId AND Status = 6 AND Address = @Address AND Port = @Port AND Generation = @Generation
                    AND IAmAliveTime = @IAmAliveTime AND StartTime = @StartTime');
                """);
        }
    }
}
