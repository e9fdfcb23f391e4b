using Bunit;
using Dashboard.Domain.Users;
using Dashboard.Tests.Alerts.Inbox;
using Dashboard.Web.Pages.Alerts;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Alerts;

public sealed class AlertCommentDialogTests : BunitContext
{
    [Fact]
    public async Task Comment_OfAnotherMeanwhile_IsShown_AndReplacedWithTheNextSave()
    {
        await using var world = await InboxWorld.CreateAsync();
        await world.Alerts.ListAsync("gate", null, "ABC1");
        await world.PassAsync(("ABC1", world.Alerts.Camera));
        var alert = (await world.Alerts.AlertsAsync())[0];
        var (ada, bob) = (await world.PersonAsync(Roles.Operator), await world.PersonAsync(Roles.Operator));
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(world.Actions);
        var person = Task.FromResult(new AuthenticationState(bob));
        var provider = Render<MudDialogProvider>(parameters => parameters.AddCascadingValue(person));
        var closed = provider.InvokeAsync(() => Services.GetRequiredService<IDialogService>().OpenAsync<AlertCommentDialog>(
            "Comment", AlertCommentDialog.Options, (nameof(AlertCommentDialog.Alert), alert)));
        provider.WaitForElement("#alert-comment");

        (await world.Actions.CommentAsync(ada, alert.Id, "Police called", "", Cancellation)).Result.EnsureDone();
        await provider.Find("#alert-comment").ChangeAsync(new() { Value = "A guest" });
        await provider.Find("form").SubmitAsync();
        provider.WaitForAssertion(() => Assert.Contains(
            $"{ada.Identity!.Name} has commented meanwhile: “Police called”.", provider.Find("#alert-comment-error").TextContent));
        await provider.Find("form").SubmitAsync();

        Assert.Equal(true, await closed);
        Assert.Equal("A guest", (await world.Alerts.AlertsAsync())[0].Comment);
    }
}
