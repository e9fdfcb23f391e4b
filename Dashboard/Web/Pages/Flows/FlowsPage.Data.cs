using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows;

/// <content>What the page reads from the database, and when.</content>
public sealed partial class FlowsPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private bool _isCounting;

    private async ValueTask<SiteScope> SightAsync() => await SiteScopeProvider.OfAsync((await Person).User, _gone.Token);

    private async Task LoadCamerasAsync()
    {
        try
        {
            _cameras = [.. (await CameraStore.ListAsync(await SightAsync(), _gone.Token)).Select(camera => new CameraChoice(camera.Id, camera.Alias))];
        }
        catch (Exception thrown) when (!_gone.IsCancellationRequested)
        {
            Logger.LogError(thrown, "The cameras could not be read for the list of flows");
        }
    }

    /// <summary>Takes in flows that were stored meanwhile: into the list where nobody's reading is disturbed, otherwise as a number.</summary>
    private async Task TakeInAsync()
    {
        if (_arrived.Before is not { } before || _isLoading || _page is null || _gone.IsCancellationRequested)
        {
            return;
        }

        var newer = new FlowTest(FlowField.Id, FlowOperator.Greater, before);
        var where = _state.ToCondition(Time) is { } condition ? new FlowAll([newer, condition]) : (FlowCondition)newer;
        var arrived = await CountAsync(where);
        if (arrived is null or 0)
        {
            return;
        }

        if (CanSlideIn)
        {
            await LoadAsync(isQuiet: true);
        }
        else
        {
            _waiting = arrived.Value;
            await (_viewer?.RefreshNeighboursAsync() ?? Task.CompletedTask);
        }

        StateHasChanged();
    }

    private async Task<long?> CountAsync(FlowCondition where)
    {
        try
        {
            return await Search.CountAsync(where, await SightAsync(), _gone.Token);
        }
        catch (Exception thrown)
        {
            if (!_gone.IsCancellationRequested)
            {
                Logger.LogWarning(thrown, "New flows could not be counted");
            }

            return null;
        }
    }

    private async Task LoadAsync(bool isQuiet = false)
    {
        if (_load is not null)
        {
            await _load.CancelAsync();
        }

        using var load = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        _load = load;
        _isLoading = !isQuiet;
        _arrived.Clear();
        if (!isQuiet)
        {
            StateHasChanged();
        }

        try
        {
            // Away from the page's own thread: the database may answer on the thread that asks, and the page shall stay alive meanwhile.
            var query = _state.ToQuery(Time);
            var siteScope = await SightAsync();
            var counted = Task.Run(() => Search.SearchAsync(query, siteScope, load.Token), load.Token);
            if (!isQuiet && query.Page == 1)
            {
                await PeekAsync(query, counted, load);
            }

            var page = await counted;
            if (_load == load)
            {
                Show(page, isQuiet);
            }
        }
        catch (Exception thrown)
        {
            if (_load == load && !_gone.IsCancellationRequested)
            {
                Logger.LogError(thrown, "The list of flows could not be read");
                _error = "The flows could not be read from the database just now.";
            }
        }
        finally
        {
            if (_load == load)
            {
                _load = null;
                _isLoading = false;
                if (_arrived.Before is not null)
                {
                    // Stored while the list was read: nobody else would wake the page for them.
                    _throttle?.Ask();
                }
            }
        }
    }

    /// <summary>Shows the first rows where counting all takes longer than people like to wait.</summary>
    private async Task PeekAsync(FlowQuery query, Task<FlowPage> counted, CancellationTokenSource load)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(load.Token);
        await Task.WhenAny(counted, Task.Delay(Patience, Clock, patience.Token));
        await patience.CancelAsync();
        if (counted.IsCompleted || load.IsCancellationRequested)
        {
            return;
        }

        var siteScope = await SightAsync();
        var rows = await Task.Run(() => Search.PeekAsync(query, siteScope, load.Token), load.Token);
        if (_load == load && rows.Count > 0 && !counted.IsCompleted)
        {
            _page = new FlowPage(rows, 1, 0, query.PageSize, rows.Count);
            _isCounting = true;
            _error = null;
            StateHasChanged();
        }
    }

    private void Show(FlowPage page, bool isQuiet)
    {
        _isCounting = false;
        var before = isQuiet ? _page?.Rows.Select(row => row.Flow.Id).ToHashSet() : null;
        _fresh = before is null ? [] : [.. page.Rows.Select(row => row.Flow.Id).Where(id => !before.Contains(id))];
        _page = page;
        _state = _state with { Page = page.Page };
        _error = null;
        _waiting = 0;
        if (_state.IsNewestFirst && page.Rows.Count > 0)
        {
            _arrived.Shown(page.Rows.Max(row => row.Flow.Id));
        }
    }
}
