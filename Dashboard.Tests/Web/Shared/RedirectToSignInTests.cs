using Bunit;
using Dashboard.Web;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace Dashboard.Tests.Web.Shared;

/// <summary>Whose session has ended is sent to sign in again.</summary>
public sealed class RedirectToSignInTests : BunitContext
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenPage_AsksItsScript_AndGoesByItselfWhereThereIsNone(bool hasScript)
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/app/flows?plate=AB12");
        var before = navigation.Uri;
        var again = Urls.SignInAgain("app/flows?plate=AB12");
        var asked = JSInterop.SetupVoid("goToSignIn", again);
        if (hasScript)
        {
            asked.SetVoidResult();
        }
        else
        {
            asked.SetException(new JSException("Could not find 'goToSignIn' ('goToSignIn' was undefined)."));
        }

        Render<RedirectToSignIn>();
        Assert.Single(asked.Invocations);
        Assert.Equal(hasScript ? before : new Uri(new Uri(before), again).ToString(), navigation.Uri);
    }

    [Fact]
    public void Prerendered_GoesByItself()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        Render<RedirectToSignIn>();
        Assert.Contains(Urls.SignIn, Services.GetRequiredService<NavigationManager>().Uri);
    }
}
