using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Flows;

/// <summary>A flow in the hands of somebody who looks closely, corrects, notes, compares and prints; on a desk and on a phone.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class ViewerTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Flow_LookedAtClosely_IsZoomedSteppedThroughAndClosedWithTheFocusKept(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var ids = await SeedAsync(app);
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"Viewer-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await visit.Page.Locator($"tr[data-flow='{ids[2]}'] a.open").ClickAsync();
            await Expect(visit.Dialog).ToBeVisibleAsync();
            await ShowsAsync(visit, ids[2]);
            await visit.Button("Zoom in").ClickAsync();
            await visit.Page.Keyboard.PressAsync("+");
            Assert.Equal(1.96, await ScaleAsync(visit), 2);
            await visit.Page.Keyboard.PressAsync("0");
            Assert.Equal(1, await ScaleAsync(visit), 2);

            await visit.Button("Outline of the plate").ClickAsync();
            await Expect(visit.Dialog.Locator("polygon.line")).ToBeHiddenAsync();
            await visit.Page.GetByLabel("Brightness and contrast").ClickAsync();
            await visit.Field("Brightness").FillAsync("2");
            await Expect(visit.Dialog.Locator(".canvas img")).ToHaveCSSAsync("filter", "brightness(2) contrast(1)");

            // The tools are others for each picture: what was set stays, and the focus is on the same tool.
            await visit.Button("Plate").ClickAsync();
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            await Expect(visit.Page).ToHaveURLAsync(app.Address + Urls.Flow(ids[1]));
            await ShowsAsync(visit, ids[1]);
            await Expect(visit.Dialog.Locator(".canvas img")).ToHaveCSSAsync("filter", "brightness(2) contrast(1)");
            await Expect(visit.Button("Plate")).ToBeFocusedAsync();
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            await Expect(visit.Page).ToHaveURLAsync(app.Address + Urls.Flow(ids[0]));

            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            await Expect(visit.Page.Locator($"tr[data-flow='{ids[0]}'] a.open")).ToBeFocusedAsync();
            Assert.Empty(visit.Errors);
            Assert.Empty(visit.Strangers);
        });
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Plate_MisreadAndNoted_IsCorrectedFoundByBothComparedAndPrinted(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var ids = await SeedAsync(app);
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"Plate-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Flow(ids[0]));
            await visit.Dialog.Locator("button.candidate").First.ClickAsync();
            await Expect(visit.Dialog.Locator(".heading")).ToContainTextAsync("AB12");
            await Expect(visit.Dialog).ToContainTextAsync("Read as A812");
            await visit.Dialog.GetByPlaceholder("Write a note").FillAsync("Mud on the plate");
            await visit.Page.Keyboard.PressAsync("Control+Enter");
            await Expect(visit.Dialog.GetByText("Mud on the plate")).ToBeVisibleAsync();
            await visit.FaultlessAsync();

            await visit.Link("Page of this plate").ClickAsync();
            await visit.ArriveAsync(app.Address + Urls.Plate("AB12"), "AB12");
            await Expect(visit.Page.GetByText("3 passages")).ToBeVisibleAsync();
            await visit.Page.Locator("a.compare").First.ClickAsync();
            await visit.Page.Locator("a.compare").Nth(1).ClickAsync();
            await Expect(visit.Page.Locator(".comparison article")).ToHaveCountAsync(2);
            await visit.FaultlessAsync();
            await visit.Page.Locator($"#passage-{ids[0]}").ClickAsync();
            await Expect(visit.Dialog).ToBeVisibleAsync();
            await visit.Button("Close").ClickAsync();
            await Expect(visit.Page.Locator($"#passage-{ids[0]}")).ToBeFocusedAsync();
            await Expect(visit.Page.Locator(".comparison article")).ToHaveCountAsync(2);

            foreach (var text in new[] { "A812", "AB12" })
            {
                await visit.GoAsync($"{Urls.Flows}?plate={text}");
                await Expect(visit.Page.Locator($"tr[data-flow='{ids[0]}']")).ToBeVisibleAsync();
            }

            // The list is as it was left, with its filter.
            await visit.Link("Page of plate AB12").First.ClickAsync();
            await visit.ArriveAsync(app.Address + Urls.Plate("AB12"), "AB12");
            await visit.Link("Back to the flows").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync($"{app.Address}{Urls.Flows}?plate=AB12");

            await visit.GoAsync(Urls.Evidence(ids[0]));
            await Expect(visit.Page.GetByText("changed A812 to AB12")).ToBeVisibleAsync();
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Download PDF").ClickAsync());
            Assert.EndsWith(".pdf", download.SuggestedFilename);
            Assert.Empty(visit.Errors);
            Assert.Empty(visit.Strangers);
        });
    }

    // The picture is there and its tools work.
    private static async Task ShowsAsync(Visit visit, long flow)
    {
        await Expect(visit.Dialog.Locator($".canvas img[src='{Urls.FlowPicture(flow)}']")).ToBeVisibleAsync();
        await Expect(visit.Dialog.Locator(".tools[data-ready]")).ToBeVisibleAsync();
    }

    private static Task<double> ScaleAsync(Visit visit) => visit.Dialog.Locator(".canvas").EvaluateAsync<double>(
        "canvas => new DOMMatrix(getComputedStyle(canvas).transform).a");

    // Two passages of AB12 and then one that was misread: all with pictures.
    private static async Task<IReadOnlyList<long>> SeedAsync(DashboardApp app)
    {
        var camera = await app.AddCameraAsync("Gate");
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            var flow = new Flow
            {
                CameraId = camera,
                Plate = i == 0 ? "A812" : "AB12",
                Confidence = .7,
                CapturedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).AddMinutes(i),
                Corners = PlateCorners.FromBox(20, 20, 24, 6).ToText(),
                ReadCount = 3,
                Candidates =
                [
                    new FlowCandidate { Text = i == 0 ? "A812" : "AB12", Confidence = .7 },
                    new FlowCandidate { Rank = 1, Text = i == 0 ? "AB12" : "A812", Confidence = .2 },
                ],
            };
            await app.StorePictureAsync(flow);
            ids.AddRange(await app.SeedFlowsAsync(flow));
        }

        return ids;
    }
}
