using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;

namespace Dashboard.Api.ScoutApi;

/// <summary>How the dialect writes JSON; decimals as <c>Scout:DecimalsAsStrings</c> says.</summary>
internal sealed class ScoutApiJson(ScoutOptions options)
{
    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonSerializerOptions _options = new()
    {
        Encoder = Writer.Encoder,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new DecimalConverter(options.DecimalsAsStrings) },
    };

    public ApiJson<T> Ok<T>(T value) => Answer(value, StatusCodes.Status200OK);

    public ApiJson<T> Answer<T>(T value, int status) => new(value, _options, RouteDocs.Json, status);

    private sealed class DecimalConverter(bool isStrict) : JsonConverter<double?>
    {
        public override bool HandleNull => true;

        public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) =>
            ScoutValue.WriteDecimal(writer, value, isStrict);
    }
}
