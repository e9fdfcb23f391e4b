using Dashboard.Tests.Support;
using Dashboard.Web;

namespace Dashboard.Tests.Browser;

/// <summary>What a press of the mouse began on gets it, wherever it has gone meanwhile; nothing is pressed twice.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class PressTests(Chromium chromium)
{
    private const string Probe = """
        html => {
          document.getElementById('probe')?.remove();
          document.body.insertAdjacentHTML('beforeend', `<div id="probe" style="position:fixed;left:40px;top:300px;z-index:9999">${html}</div>`);
          window.presses = 0;
          document.querySelector('#probe [data-hit]').addEventListener('click', event => { event.preventDefault(); window.presses++; });
        }
        """;

    private const string Move = "() => { document.getElementById('probe').style.top = '500px'; }";

    [Fact]
    public async Task WhatIsPressed_IsPressedOnce_WhetherItMovesOrNot_UnlessThePointerLeavesIt()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            foreach (var html in new[]
            {
                "<button data-hit>press</button>",
                "<a data-hit href='/nowhere'>press</a>",
                "<details><summary data-hit>press</summary></details>",
                "<label>press <input data-hit type='checkbox'></label>",
                "<input data-hit type='radio' style='width:60px;height:30px'>",
            })
            {
                Assert.Equal((html, 1), (html, await PressAsync(visit, html, moves: true, leaves: false)));
                Assert.Equal((html, 1), (html, await PressAsync(visit, html, moves: false, leaves: false)));
                Assert.Equal((html, 0), (html, await PressAsync(visit, html, moves: false, leaves: true)));
            }
        });
    }

    private static async Task<int> PressAsync(Visit visit, string html, bool moves, bool leaves)
    {
        await visit.Page.EvaluateAsync(Probe, html);
        await visit.Page.Mouse.MoveAsync(50, 310);
        await visit.Page.Mouse.DownAsync();
        if (moves)
        {
            await visit.Page.EvaluateAsync(Move);
        }

        if (leaves)
        {
            await visit.Page.Mouse.MoveAsync(50, 200);
        }

        await visit.Page.Mouse.UpAsync();
        return await visit.Page.EvaluateAsync<int>("() => window.presses");
    }
}
