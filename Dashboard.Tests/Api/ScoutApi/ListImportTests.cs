using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>Files that people export from spreadsheets, through the API's import.</summary>
[Trait("Category", "Server")]
public sealed class ListImportTests(DashboardApp app) : IClassFixture<DashboardApp>, IAsyncLifetime
{
    private HttpClient _client = new();
    private int _list;

    public async ValueTask InitializeAsync()
    {
        _client = app.AnonymousClient();
        _client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        _list = await app.AddAlertListAsync($"List {Guid.NewGuid():N}", null, "OLD1");
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("Plate Number;Description;State/Province\r\nKA1234;Test;\r\n", "KA1234")]
    [InlineData("Plate Number,Description,State/Province\r\nKA1234,Test,\r\n\r\n,,\r\nKA9999,x,\r\n", "KA1234 KA9999")]
    [InlineData("Plate Number\r\nKA1234\r\n", "KA1234")]
    [InlineData("sep=\t\nGÖ-AB 123\tTest\nKA1234\n", "GOAB123 KA1234")]
    public async Task File_OfASpreadsheet_IsTaken(string text, string plates)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, CodePagesEncodingProvider.Instance.GetEncoding(1252)! })
        {
            foreach (var field in new[] { "files", "import" })
            {
                using var answer = await ImportAsync([.. encoding.Preamble, .. encoding.GetBytes(text)], field: field);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Matches(
                    """^{"success":true,"added":\d,"modified":0,"unmodified":\d,"deleted":\d}$""",
                    await answer.Content.ReadAsStringAsync(Cancellation));
            }

            Assert.Equal(plates, await PlatesAsync());
        }
    }

    [Fact]
    public async Task BadRows_AreNamedAndTheListStays_UnlessTheyAreToBeSkipped()
    {
        const string text = "KA1234;good\nЖ1;bad\nKA9999;good\n/;bad\n";
        using var refused = await ImportAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var body = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.False(body.GetProperty("success").GetBoolean());
        Assert.Equal([2, 4], body.GetProperty("errors").EnumerateArray().Select(error => error[0].GetInt32()));
        Assert.Contains("'Ж'", body.GetProperty("errors")[0][1].GetString());
        Assert.Equal("OLD1", await PlatesAsync());

        using var unknown = await ImportAsync(Encoding.UTF8.GetBytes(text), skipBad: "maybe");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal("""{"error":"skip_bad: must be true or false."}""", await unknown.Content.ReadAsStringAsync(Cancellation));
        using var no = await ImportAsync(Encoding.UTF8.GetBytes(text), skipBad: "false");
        Assert.Equal(HttpStatusCode.BadRequest, no.StatusCode);

        using var skipped = await ImportAsync(Encoding.UTF8.GetBytes(text), skipBad: "true");
        Assert.Equal(HttpStatusCode.OK, skipped.StatusCode);
        Assert.Matches(
            """^{"success":true,"added":2,"modified":0,"unmodified":0,"deleted":1,"skipped":2,"errors":\[\[2,"[^"]*"\],\[4,"[^"]*"\]\]}$""",
            await skipped.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("KA1234 KA9999", await PlatesAsync());
    }

    [Theory]
    [InlineData("{\"plates\":[\"A1\"]}")]
    [InlineData("<html><body>A1</body></html>")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF\0\u0001\u0001")]
    [InlineData("")]
    [InlineData("Ж1;bad\nЖ2;bad\n")]
    public async Task File_WithoutAGoodRow_Is400EvenWhereBadOnesAreSkipped(string text)
    {
        foreach (var skipBad in new[] { null, "true" })
        {
            using var answer = await ImportAsync(
                text.Contains('Ж') ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text), skipBad: skipBad);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.False((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("success").GetBoolean());
            Assert.Equal("OLD1", await PlatesAsync());
        }
    }

    private Task<HttpResponseMessage> ImportAsync(byte[] file, string? skipBad = null, string field = "files")
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent("import"), "name" },
            { new StringContent(_list.ToString(CultureInfo.InvariantCulture)), "pk" },
            { new ByteArrayContent(file), field, "list.csv" },
        };
        if (skipBad is not null)
        {
            form.Add(new StringContent(skipBad), "skip_bad");
        }

        return _client.PostAsync("/api/alert-group-import-csv/", form);
    }

    private async Task<string> PlatesAsync()
    {
        var csv = await _client.GetStringAsync($"/api/alert-group-export-csv/?pk={_list}");
        return string.Join(
            ' ', csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(
                line => Dashboard.Domain.Plates.PlateText.NormalizePattern(line.Split(',')[0])));
    }
}
