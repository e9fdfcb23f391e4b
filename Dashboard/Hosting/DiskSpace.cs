using Dashboard.Configuration;

namespace Dashboard.Hosting;

/// <summary>Room on the disk of the data directory, in bytes.</summary>
internal sealed record DiskNumbers(long Free, long Total)
{
    private const long Gigabyte = 1L << 30;
    private const long MinRoom = 64L << 20;

    /// <summary>Nothing can be relied on to be stored: a database and pictures need that much to work at all.</summary>
    public bool IsFull => Free < MinRoom;

    /// <summary>Whether so many percent of it are free.</summary>
    public bool HasFree(double percent) => Free * 100.0 >= percent * Total;

    /// <summary>Little room is left: under 1 GiB, or under a twentieth of the disk and 20 GiB.</summary>
    public bool IsLow => Free < Gigabyte || (Free < Total / 20 && Free < 20 * Gigabyte);
}

/// <summary>Looks at the disk that holds database and pictures.</summary>
/// <param name="look">Reads the numbers; null: asks the system.</param>
internal sealed class DiskSpace(ServerOptions server, Func<DiskNumbers?>? look = null)
{
    /// <summary>The numbers now; null where the system does not tell.</summary>
    public DiskNumbers? Read()
    {
        if (look is not null)
        {
            return look();
        }

        try
        {
            var drive = new DriveInfo(server.DataPath());
            return new DiskNumbers(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
