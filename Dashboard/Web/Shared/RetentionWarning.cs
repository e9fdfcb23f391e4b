using Dashboard.Hosting;
using Dashboard.Retention;
using Dashboard.Storage;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Dashboard.Web.Shared;

/// <summary>Asks before things are kept for a shorter time: what is older then goes for good, within minutes.</summary>
internal sealed class RetentionWarning(RetentionForecast forecast, DiskSpace disk, IOptionsMonitor<RetentionOptions> options)
{
    private static readonly TimeSpan MaxCounting = TimeSpan.FromSeconds(10);

    /// <summary>Whether the person wants what will go to go; true where nothing will.</summary>
    /// <param name="settings">Those that are to be saved; null: those that are in force.</param>
    /// <param name="camera">The days of a camera that are to be saved; null: all stay as they are.</param>
    public async Task<bool> IsSureAsync(
        IDialogService dialogs, RetentionOptions? settings, CameraKeeping? camera, CancellationToken cancellationToken) =>
        await Task.Run(() => FindAsync(settings, camera, cancellationToken), cancellationToken) is not { } text
            || await dialogs.ConfirmAsync(
                Localizer.Current["Keep things for a shorter time?"], text, Localizer.Current["Save and delete"], Localizer.Current["Do not save"]);

    /// <summary>What will go that would stay otherwise; null: nothing.</summary>
    internal async Task<string?> FindAsync(RetentionOptions? settings, CameraKeeping? camera, CancellationToken cancellationToken)
    {
        var (inForce, wanted) = (options.CurrentValue, settings ?? options.CurrentValue);
        var lines = new List<string>();
        if (camera is not null
            || IsShorter(inForce.FlowDays, wanted.FlowDays)
            || IsShorter(inForce.PictureDays, wanted.PictureDays)
            || IsShorter(inForce.UnlistedHours, wanted.UnlistedHours))
        {
            lines.AddRange(await CountAsync(settings, camera, cancellationToken));
        }

        if (wanted.MinimumFreePercent > inForce.MinimumFreePercent && disk.Read()?.HasFree(wanted.MinimumFreePercent) == false)
        {
            lines.Add(Localizer.Current[
                "Less than {0} % of the disk is free: the oldest pictures are deleted until it is, but none from the last day.",
                wanted.MinimumFreePercent]);
        }

        return lines.Count == 0 ? null : string.Join(' ', lines);
    }

    // What cannot be counted, or takes long (millions of pictures on a slow disk), is asked without numbers: nobody waits for minutes to save.
    private async Task<IEnumerable<string>> CountAsync(RetentionOptions? settings, CameraKeeping? camera, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MaxCounting);
        try
        {
            var now = await forecast.ReadAsync(cancellationToken: limit.Token);
            var then = await forecast.ReadAsync(settings, camera, limit.Token);
            return then.Flows <= now.Flows && then.Pictures <= now.Pictures ? [] :
            [
                Localizer.Current[
                    "What is older will be deleted for good, within minutes. Flows: {0}, pictures: {1} ({2}).",
                    DisplayFormat.Count(then.Flows), DisplayFormat.Count(then.Pictures), DisplayFormat.Gigabytes(then.Bytes)],
            ];
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && (exception is OperationCanceledException || StorageFailure.MayPass(exception)))
        {
            return [Localizer.Current["What is older will be deleted for good, within minutes. It could not be counted how much that is."]];
        }
    }

    // 0 is for ever.
    private static bool IsShorter(int now, int then) => then != 0 && (now == 0 || then < now);
}
