using System.Globalization;

namespace Dashboard.Api.Http;

/// <summary>Ends a request of an API with a status and words that the caller can act on; <see cref="ApiErrorMiddleware"/> makes the answer.</summary>
/// <param name="status">400 to 599.</param>
/// <param name="message">What is wrong and what is allowed; empty: the status' usual words.</param>
internal sealed class ApiException(int status, string message = "") : Exception(message)
{
    private readonly string _message = message;

    public int Status { get; } = status;

    public override string Message => _message;

    /// <summary>Headers that come with the answer.</summary>
    public IHeaderDictionary Headers { get; init; } = new HeaderDictionary();

    /// <summary>A JPEG that the caller gets nevertheless.</summary>
    public byte[]? Image { get; init; }

    /// <summary>What is wrong by field, for dialects that tell it so.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>Something that cannot be taken as it is.</summary>
    public static ApiException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static ApiException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    /// <summary>Something that may work after some seconds.</summary>
    public static ApiException Later(string message, long seconds, int status = StatusCodes.Status503ServiceUnavailable) =>
        new(status, message) { Headers = { RetryAfter = seconds.ToString(CultureInfo.InvariantCulture) } };

    /// <summary>Something that can be read and must not be.</summary>
    public static ApiException Unprocessable(string message) => new(StatusCodes.Status422UnprocessableEntity, message);
}
