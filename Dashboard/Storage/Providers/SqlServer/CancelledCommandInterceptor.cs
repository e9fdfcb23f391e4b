using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Storage.Providers.SqlServer;

/// <summary>
/// Makes a command that its caller gave up an <see cref="OperationCanceledException"/>, as it is with the other databases. The driver reports it
/// as a failure (dotnet/SqlClient#26), and a page that somebody left would look broken for it.
/// </summary>
internal sealed class CancelledCommandInterceptor : DbCommandInterceptor
{
    /// <inheritdoc/>
    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default) =>
        throw new OperationCanceledException(cancellationToken);

    /// <inheritdoc/>
    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }
}
