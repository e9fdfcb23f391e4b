using Microsoft.Playwright;

namespace Dashboard.Tests.Browser;

/// <summary>Every field of a form, whatever it holds: changed to another valid value, and read.</summary>
/// <param name="form">The form.</param>
/// <param name="texts">What is typed into fields that not every text fits, by their id or label.</param>
internal sealed class FormFields(ILocator form, IReadOnlyDictionary<string, string>? texts = null)
{
    private const string Fields = "input:not([type=file]):not([type=hidden]):not([type=search]), select, textarea";

    // What a person calls a field; its id where it has one, which stays the same.
    private const string KeyOf =
        "field => field.type === 'radio' ? field.name : field.id || field.ariaLabel || field.closest('label')?.innerText.trim() || field.name";

    // Fields may come and go as others change: each round takes the first that was not changed yet.
    private const string FindNext =
        $$"""
        (form, done) => {
          const key = {{KeyOf}};
          const fields = [...form.querySelectorAll('{{Fields}}')];
          return fields.findIndex(field => !field.disabled && !done.includes(key(field)));
        }
        """;

    private const string ReadAll =
        $$"""
        form => {
          const key = {{KeyOf}};
          const read = {};
          for (const field of form.querySelectorAll('{{Fields}}')) {
            if (field.type === 'radio') { if (field.checked) read[key(field)] = field.value; }
            else read[key(field)] = field.type === 'checkbox' ? String(field.checked) : field.value;
          }
          return read;
        }
        """;

    // Of a group of boxes one must stay on, unless others appear in its place.
    private const string IsLastOfItsGroup =
        "field => field.checked && field.closest('[role=group], fieldset')?.querySelectorAll('input[type=checkbox]:checked').length === 1";

    private const string GroupSize = "field => field.closest('[role=group], fieldset').querySelectorAll('input').length";

    private int _texts;

    /// <summary>What every field holds.</summary>
    public Task<Dictionary<string, string>> ReadAsync() => form.EvaluateAsync<Dictionary<string, string>>(ReadAll);

    /// <summary>Changes every field, and returns what each held before and holds now.</summary>
    public async Task<(Dictionary<string, string> Before, Dictionary<string, string> After)> ChangeAllAsync()
    {
        var before = await ReadAsync();
        var done = new List<string>();
        var postponed = new List<string>();
        while (await form.EvaluateAsync<int>(FindNext, done) is >= 0 and var index)
        {
            var field = form.Locator(Fields).Nth(index);
            var key = await field.EvaluateAsync<string>(KeyOf);
            if (!await ChangeAsync(field, key))
            {
                postponed.Add(key);
            }

            done.Add(key);
            await form.Page.WaitForTimeoutAsync(150);
        }

        foreach (var key in postponed)
        {
            var keys = await form.Locator(Fields).EvaluateAllAsync<string[]>($"fields => fields.map({KeyOf})");
            await ChangeAsync(form.Locator(Fields).Nth(Array.IndexOf(keys, key)), key);
        }

        await form.Page.WaitForTimeoutAsync(150);
        return (before, await ReadAsync());
    }

    private async Task<bool> ChangeAsync(ILocator field, string key)
    {
        var type = await field.EvaluateAsync<string>("field => field.type");
        switch (type)
        {
            case "checkbox":
                return await ToggleAsync(field);
            case "radio":
                await form.Locator($"input[type=radio][name='{key}']:not(:checked)").Last.CheckAsync(new() { Force = true });
                break;
            case "select-one":
                var next = await field.EvaluateAsync<int>(
                    "field => { const n = field.options.length; return n < 2 ? field.selectedIndex : (field.selectedIndex + 1) % n; }");
                await field.SelectOptionAsync(new SelectOptionValue { Index = next });
                break;
            case "number":
                await field.FillAsync(await field.EvaluateAsync<string>(
                    "field => String(field.max && Number(field.value) + 1 > Number(field.max) ? Number(field.value) - 1 : Number(field.value) + 1)"));
                break;
            case "range":
                await field.FillAsync(await field.EvaluateAsync<string>(
                    "field => String(Number(field.value) + Number(field.step) * (field.value === field.max ? -1 : 1))"));
                break;
            default:
                await field.FillAsync(texts?.GetValueOrDefault(key) ?? $"Changed {++_texts}");
                break;
        }

        await field.BlurAsync();
        return true;
    }

    private async Task<bool> ToggleAsync(ILocator box)
    {
        if (!await box.EvaluateAsync<bool>(IsLastOfItsGroup))
        {
            await box.ClickAsync(new() { Force = true });
            return true;
        }

        var size = await box.EvaluateAsync<int>(GroupSize);
        await box.ClickAsync(new() { Force = true });
        await form.Page.WaitForTimeoutAsync(500);
        if (await box.EvaluateAsync<int>(GroupSize) > size)
        {
            return true;
        }

        await box.ClickAsync(new() { Force = true });
        return false;
    }
}
