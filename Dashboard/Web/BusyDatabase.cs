using Dashboard.Storage;
using Dashboard.Web.Languages;

namespace Dashboard.Web;

/// <summary>What a person who has sent a form is told where the database, or its disk, does not take it at this moment.</summary>
internal static class BusyDatabase
{
    private const string RetryAfterSeconds = "5";

    public static string Words => Localizer.Key("The database is busy. Try again in a moment.");

    /// <summary>Does what the form is for. True: it could not be done now, and the answer becomes a 503.</summary>
    public static async Task<bool> IsInTheWayAsync(HttpContext http, Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (Exception exception) when (!http.Response.HasStarted && StorageFailure.MayPass(exception))
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            TellWhenToRetry(http.Response);
            return true;
        }
    }

    /// <summary>Says beside a 503 when to try again.</summary>
    public static void TellWhenToRetry(HttpResponse response) => response.Headers.RetryAfter = RetryAfterSeconds;
}
