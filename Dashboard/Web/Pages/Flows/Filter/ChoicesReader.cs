using Dashboard.Hosting.Logging;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>Reads what can be chosen by name in filters. Where that fails, filters work without the names.</summary>
internal sealed class ChoicesReader(IFlowSource source, ILogger logger)
{
    /// <summary>What was read until now.</summary>
    public FilterChoices Choices { get; private set; } = FilterChoices.None;

    /// <summary>Takes cameras that were read before.</summary>
    public void Put(IReadOnlyList<CameraChoice> cameras) => Choices = Choices with { Cameras = cameras };

    /// <summary>Reads the cameras; true where there is something new.</summary>
    public Task<bool> LoadCamerasAsync(CancellationToken cancellationToken) =>
        TryAsync(async () => Put(await source.ListCamerasAsync(cancellationToken)), cancellationToken);

    /// <summary>Reads the sites and the alert lists, once; true where there is something new.</summary>
    public async Task<bool> LoadNamesAsync(CancellationToken cancellationToken) => Choices.Sites.Count == 0 && await TryAsync(
        async () =>
        {
            var (sites, lists) = await source.ListNamesAsync(cancellationToken);
            Choices = Choices with { Sites = sites, Lists = lists };
        },
        cancellationToken);

    private async Task<bool> TryAsync(Func<Task> read, CancellationToken cancellationToken)
    {
        try
        {
            await read();
            return true;
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                logger.LogFailure(exception, "What can be chosen in the filters of the flows page could not be read");
            }

            return false;
        }
    }
}
