using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Accounts;

/// <summary>What people of each role are offered, and what they get who ask for more.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class RolesTests(Chromium chromium)
{
    [Theory]
    [InlineData(Roles.Viewer, false, false)]
    [InlineData(Roles.Operator, true, false)]
    [InlineData(Roles.Administrator, true, true)]
    public async Task CamerasPage_OffersWhatTheRoleAllows(string role, bool mayOperate, bool mayAdminister)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("gate");
        await chromium.VisitAsync(app, name: $"{nameof(CamerasPage_OffersWhatTheRoleAllows)}-{role}", role: role, journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            await Expect(visit.Page.GetByRole(AriaRole.Article, new() { Name = "gate", Exact = true })).ToBeVisibleAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Switch, new() { Name = "Watch gate", Exact = true })).ToHaveCountAsync(mayOperate ? 1 : 0);
            foreach (var forAdministrators in new[]
            {
                visit.Link("Add camera"), visit.Link("Edit gate"), visit.Button("Delete gate"), visit.Link("Users"), visit.Link("Web hooks"),
            })
            {
                await Expect(forAdministrators).ToHaveCountAsync(mayAdminister ? 1 : 0);
            }

            foreach (var path in new[] { Urls.Users, Urls.WebHooks, Urls.EmailDeliveries, Urls.NewCamera, Urls.CameraSettings(camera) })
            {
                await visit.Page.GotoAsync(path);
                await Expect(visit.Heading("Access denied")).ToHaveCountAsync(mayAdminister ? 0 : 1);
                await Expect(visit.Page.GetByText($"This page needs the role “Administrator”; yours is “{role}”.")).ToHaveCountAsync(mayAdminister ? 0 : 1);
            }

            if (!mayAdminister)
            {
                await visit.FaultlessAsync();
                await visit.Link("Go to the overview").ClickAsync();
                await Expect(visit.Heading("Overview")).ToBeVisibleAsync();
            }
        });
    }

    [Theory]
    [InlineData(Urls.Sites)]
    [InlineData(Urls.Cameras)]
    [InlineData(Urls.Users)]
    public async Task OpenPage_OfSomebodyWhoLostTheRole_ChangesNothingMore_AndLeadsToSignIn(string path)
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddCameraAsync("gate");
        await app.CreateUserAsync("other@test.example", Roles.Administrator);
        await chromium.VisitAsync(app, name: $"{nameof(OpenPage_OfSomebodyWhoLostTheRole_ChangesNothingMore_AndLeadsToSignIn)}-{path[5..]}", role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(path);
            var (first, last) = path switch
            {
                Urls.Sites => (null, "Add"),
                Urls.Cameras => ("Delete gate", "Delete camera"),
                _ => ("Remove other@test.example", "Remove"),
            };
            if (first is null)
            {
                await visit.Field("New site").FillAsync("Harbour");
            }
            else
            {
                await visit.Button(first).ClickAsync();
                await Expect(visit.Button(last)).ToBeVisibleAsync();
            }

            await app.ChangeRoleAsync(await app.UserAsync(Roles.Administrator), Roles.Viewer);
            try
            {
                await visit.Button(last).ClickAsync(new() { Timeout = 5000 });
            }
            catch (TimeoutException)
            {
                // Something else that the page told the server, such as that it is drawn, came first and ended it.
            }

            await Expect(visit.Page.GetByText("Your account has changed; sign in again.")).ToBeVisibleAsync();
        });
        await using var db = await app.OpenDatabaseAsync();
        Assert.DoesNotContain(db.Sites, site => site.Name == "Harbour");
        Assert.Equal("gate", Assert.Single(await app.CamerasAsync()).Alias);
        Assert.Contains(db.Users, user => user.Email == "other@test.example");
    }
}
