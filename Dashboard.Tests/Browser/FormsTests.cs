using System.Net.Http.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>Whatever can be changed in a form can be saved, and is there after a reload.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class FormsTests(Chromium chromium)
{
    [Fact]
    public Task AlertList_EachSetting_IsKept() => VisitAsync(async (app, visit) =>
    {
        await app.AddSiteAsync("Harbour");
        var id = await app.AddAlertListAsync("Wanted", null, "ABC123");
        var texts = new Dictionary<string, string> { ["recipients"] = "a@example.com, b@example.com", ["from"] = "09:30", ["to"] = "10:45" };
        await KeepsAsync(
            visit,
            texts,
            async () =>
            {
                await visit.GoAsync(Urls.AlertList(id));
                return visit.Page.Locator("form.settings");
            },
            () => visit.Button("Save settings").ClickAsync(),
            () => Expect(visit.Page.GetByText("was saved")).ToBeVisibleAsync(),
            "name",
            "type",
            "strategy",
            "least",
            "repeat",
            "color",
            "Active",
            "Monday",
            "All day",
            "All sites",
            "recipients");
    });

    [Fact]
    public Task AlertListEntry_EachField_IsKept() => VisitAsync(async (app, visit) =>
    {
        var id = await app.AddAlertListAsync("Wanted", null, "ABC123");
        var plate = "ABC123";
        await KeepsAsync(
            visit,
            new Dictionary<string, string> { ["entry-plate"] = "XYZ?9" },
            async () =>
            {
                await visit.GoAsync(Urls.AlertList(id));
                await visit.Button($"Edit {plate}").ClickAsync();
                return visit.Dialog.Locator("form");
            },
            () => visit.Button("Save").ClickAsync(),
            async () =>
            {
                plate = "XYZ?9";
                await Expect(visit.Dialog).ToHaveCountAsync(0);
            },
            "entry-plate",
            "entry-text",
            "entry-region");
    });

    [Fact]
    public Task WebHook_EachField_IsKept() => VisitAsync(async (app, visit) =>
    {
        await app.AddAlertListAsync("Wanted", null);
        await visit.GoAsync(Urls.WebHooks);
        await visit.Button("Add the first web hook").ClickAsync();
        await visit.Field("Name").FillAsync("Gate");
        await visit.Field("Address").FillAsync("https://example.com/plates");
        await visit.Button("Add").ClickAsync();
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        var name = "Gate";
        await KeepsAsync(
            visit,
            new Dictionary<string, string>
            {
                ["hook-name"] = "Office",
                ["hook-url"] = "https://example.org/other",
                ["hook-pin"] = string.Join(':', Enumerable.Repeat("5F", 32)),
                ["hook-custom"] = """{"API_KEY":"x"}""",
            },
            async () =>
            {
                await visit.GoAsync(Urls.WebHooks);
                await visit.Button($"Edit {name}").ClickAsync();
                return visit.Dialog.Locator("form");
            },
            () => visit.Button("Save").ClickAsync(),
            async () =>
            {
                name = "Office";
                await Expect(visit.Dialog).ToHaveCountAsync(0);
            },
            "hook-name",
            "hook-url",
            "hook-list",
            "hook-site",
            "hook-pin",
            "hook-custom");
    });

    [Fact]
    public Task Camera_EachField_IsKept() => VisitAsync(async (app, visit) =>
    {
        var id = await app.AddCameraAsync("Gate");
        await KeepsAsync(
            visit,
            new Dictionary<string, string>
            {
                ["address"] = "/nowhere/clip.mp4",
                ["substream"] = "/nowhere/small.mp4",
                ["snapshot"] = "http://camera.example/still.jpg",
            },
            async () =>
            {
                await visit.GoAsync(Urls.CameraSettings(id));
                return visit.Page.Locator("form.camera-form");
            },
            () => visit.Button("Save").ClickAsync(),
            () => Expect(visit.Page).ToHaveURLAsync(Urls.Camera(id)),
            "alias",
            "address",
            "substream",
            "mode",
            "rate",
            "delay",
            "latitude",
            "longitude",
            "snapshot",
            "direction-degrees",
            "direction-name",
            "opposite-name");
    });

    [Fact]
    public Task Camera_WhatIsNoNumberOfDays_IsSaidAtItsField_AndNobodyIsAskedWhetherToDelete() => VisitAsync(async (app, visit) =>
    {
        var id = await app.AddCameraAsync("Gate");
        await app.PassAsync(id, "ABC123");
        foreach (var (field, typed) in new[] { ("#flow-days", "1.5"), ("#picture-days", "99999999999"), ("#flow-days", "-3") })
        {
            await visit.GoAsync(Urls.CameraSettings(id));
            await visit.Page.Locator("#alias").FillAsync("Gate 7");
            await visit.Page.Locator(field).FillAsync(typed);
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Page.Locator(field)).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            await Expect(visit.Page.Locator("#alias")).ToHaveValueAsync("Gate 7");
            await visit.Page.GetByText("Not saved: see what is marked above.").WaitForAsync();
            await visit.Page.Locator("#alias").FillAsync("Gate");
            await visit.Page.Locator(field).FillAsync("");
            await visit.Page.Locator(field).PressAsync("Tab");
        }
    });

    [Fact]
    public Task CameraOfAnAgent_NameAndPosition_AreKept_AndAWrongPositionIsMarked() => VisitAsync(async (app, visit) =>
    {
        using var agent = app.AnonymousClient();
        agent.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        var stream = new { camera_id = 7, camera_name = "North gate", gps_latitude = 48.5, gps_longitude = -16.25 };
        var heartbeat = new { data_type = "heartbeat", agent_uid = "A", video_streams = new[] { stream } };
        await agent.PostAsJsonAsync("/push/", heartbeat, Cancellation).ReadAsync();
        var id = Assert.Single(await app.CamerasAsync()).Id;
        await KeepsAsync(
            visit,
            null,
            async () =>
            {
                await visit.GoAsync(Urls.CameraSettings(id));
                return visit.Page.Locator("form.brought");
            },
            () => visit.Button("Save").ClickAsync(),
            () => Expect(visit.Page).ToHaveURLAsync(Urls.Camera(id)),
            "alias",
            "latitude",
            "longitude",
            "direction-degrees",
            "direction-name",
            "opposite-name");

        foreach (var (field, wrong, right, fault) in new[]
        {
            ("Latitude", "91", "-33.86", "The latitude must be -90 to 90 degrees."),
            ("Longitude", "-180.5", "151.2", "The longitude must be -180 to 180 degrees."),
            ("Longitude", "", "151.2", "Enter the longitude too, or neither."),
        })
        {
            await visit.GoAsync(Urls.CameraSettings(id));
            await visit.Field(field).FillAsync(wrong);
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Field(field)).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(visit.Page.GetByText(fault)).ToBeVisibleAsync();
            await Expect(visit.Field(field)).ToBeFocusedAsync();
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Field(field)).ToBeFocusedAsync();
            await visit.Field(field).FillAsync(right);
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(Urls.Camera(id));
        }

        var saved = Assert.Single(await app.CamerasAsync());
        Assert.Equal((-33.86, 151.2), (saved.Latitude, saved.Longitude));
    });

    [Fact]
    public Task User_EachField_IsKept() => VisitAsync(async (app, visit) =>
    {
        await app.AddSiteAsync("Harbour");
        await visit.GoAsync(Urls.Users);
        await visit.Button("Add a user").ClickAsync();
        var added = new FormFields(
            visit.Dialog.Locator("form"),
            new Dictionary<string, string> { ["user-email"] = "new@example.com", ["user-password"] = DashboardApp.Password });
        await added.ChangeAllAsync();
        await visit.Button("Add").ClickAsync();
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await visit.ReloadAsync();
        var role = visit.Field("Role of new@example.com");
        await role.SelectOptionAsync(Roles.Operator);
        await Expect(visit.Page.GetByText("new@example.com now has the role Operator")).ToBeVisibleAsync();
        await visit.ReloadAsync();
        await Expect(role).ToHaveValueAsync(Roles.Operator);

        var reach = "All sites";
        await KeepsAsync(
            visit,
            null,
            async () =>
            {
                await visit.GoAsync(Urls.Users);
                await visit.Button($"{reach} of new@example.com").ClickAsync();
                return visit.Dialog.Locator("form");
            },
            () => visit.Button("Limit to these sites").ClickAsync(),
            async () =>
            {
                reach = "2 sites";
                await Expect(visit.Dialog).ToHaveCountAsync(0);
            },
            "Harbour");
    });

    private static async Task KeepsAsync(
        Visit visit,
        IReadOnlyDictionary<string, string>? texts,
        Func<Task<ILocator>> openAsync,
        Func<Task> saveAsync,
        Func<Task> savedAsync,
        params string[] known)
    {
        var fields = new FormFields(await openAsync(), texts);
        var (before, after) = await fields.ChangeAllAsync();
        Assert.All(known, key => Assert.Contains(key, after.Keys));
        Assert.All(known, key => Assert.True(after[key] != before.GetValueOrDefault(key), $"{key} is still {after[key]}"));
        await saveAsync();
        await savedAsync();
        var kept = await new FormFields(await openAsync(), texts).ReadAsync();
        Assert.Equal(after.OrderBy(field => field.Key, StringComparer.Ordinal), kept.OrderBy(field => field.Key, StringComparer.Ordinal));
    }

    private async Task VisitAsync(
        Func<DashboardApp, Visit, Task> journey, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, name: name, journey: async visit =>
        {
            await journey(app, visit);
            Assert.Empty(visit.Errors);
        });
    }
}
