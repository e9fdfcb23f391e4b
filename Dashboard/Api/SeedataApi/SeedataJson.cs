using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Api.Http;
using Dashboard.Flows.Seedata;

namespace Dashboard.Api.SeedataApi;

/// <summary>How the dialect writes JSON: the text stands as it is, slashes, plus signs and letters beyond ASCII are not escaped.</summary>
internal static class SeedataJson
{
    public const string ContentType = "application/json; charset=UTF-8";

    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Options => SeedataFlow.JsonOptions;

    public static ApiJson<T> Ok<T>(T value) => new(value, Options, ContentType);

    public static JsonNode ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, Options)!;
}
