using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261130065535_Cluster")]
    public class Cluster : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CameraTurns",
                columns: table => new
                {
                    CameraId = table.Column<int>(type: "integer", nullable: false),
                    Turn = table.Column<long>(type: "bigint", nullable: false),
                    Node = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
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
                    DeploymentId varchar(150) NOT NULL CONSTRAINT PK_OrleansMembershipVersionTable PRIMARY KEY,
                    Timestamp timestamptz(3) NOT NULL DEFAULT now(),
                    Version integer NOT NULL DEFAULT 0
                );

                CREATE TABLE OrleansMembershipTable
                (
                    DeploymentId varchar(150) NOT NULL REFERENCES OrleansMembershipVersionTable (DeploymentId),
                    Address varchar(45) NOT NULL,
                    Port integer NOT NULL,
                    Generation integer NOT NULL,
                    SiloName varchar(150) NOT NULL,
                    HostName varchar(150) NOT NULL,
                    Status integer NOT NULL,
                    ProxyPort integer NULL,
                    SuspectTimes varchar(8000) NULL,
                    StartTime timestamptz(3) NOT NULL,
                    IAmAliveTime timestamptz(3) NOT NULL,
                    CONSTRAINT PK_OrleansMembershipTable PRIMARY KEY (DeploymentId, Address, Port, Generation)
                );

                INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
                ('UpdateIAmAlivetimeKey',
                'UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
                WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation'),

                ('InsertMembershipVersionKey',
                'WITH inserted AS (
                    INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId)
                    ON CONFLICT (DeploymentId) DO NOTHING RETURNING 1)
                SELECT count(*)::integer AS changed FROM inserted'),

                ('InsertMembershipKey',
                'WITH taken AS (
                    UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
                    WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING DeploymentId),
                inserted AS (
                    INSERT INTO OrleansMembershipTable (
                        DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                    SELECT DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
                    FROM taken
                    ON CONFLICT (DeploymentId, Address, Port, Generation) DO NOTHING RETURNING 1)
                SELECT count(*)::integer AS changed FROM inserted'),

                ('UpdateMembershipKey',
                'WITH taken AS (
                    UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
                    WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING DeploymentId),
                updated AS (
                    UPDATE OrleansMembershipTable AS m SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                    FROM taken
                    WHERE m.DeploymentId = taken.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
                    RETURNING 1)
                SELECT count(*)::integer AS changed FROM updated'),

                ('MembershipReadRowKey',
                'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
                    m.IAmAliveTime, v.Version
                FROM OrleansMembershipVersionTable v
                LEFT JOIN OrleansMembershipTable m
                ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
                WHERE v.DeploymentId = @DeploymentId'),

                ('MembershipReadAllKey',
                'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
                    m.IAmAliveTime, v.Version
                FROM OrleansMembershipVersionTable v
                LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
                WHERE v.DeploymentId = @DeploymentId'),

                ('DeleteMembershipTableEntriesKey',
                'WITH deleted AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
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
