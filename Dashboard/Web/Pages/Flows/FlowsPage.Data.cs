using Dashboard.Domain.Flows;
using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows;

/// <content>What the page reads from the database, and when.</content>
public sealed partial class FlowsPage
{
    private async Task LoadCamerasAsync()
    {
        try
        {
            _cameras = [.. (await CameraStore.ListAsync(_gone.Token)).Select(camera => new CameraChoice(camera.Id, camera.Alias))];
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
            return await Search.CountAsync(where, _gone.Token);
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
            var page = await Search.SearchAsync(_state.ToQuery(Time), load.Token);
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

    private void Show(FlowPage page, bool isQuiet)
    {
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
