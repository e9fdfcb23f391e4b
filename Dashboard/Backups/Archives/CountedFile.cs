namespace Dashboard.Backups.Archives;

/// <summary>A file that tells after each read and write how far it is.</summary>
internal sealed class CountedFile(string path, FileStreamOptions options, Action<long> report) : FileStream(path, options)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        report(Position);
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await base.WriteAsync(buffer, cancellationToken);
        report(Position);
    }
}
