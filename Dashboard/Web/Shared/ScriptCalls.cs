using Microsoft.JSInterop;

namespace Dashboard.Web.Shared;

/// <summary>Calls into the browser on behalf of something that may be gone before they arrive there.</summary>
internal static class ScriptCalls
{
    /// <summary>What such a call throws when the element or the page that it was for is no longer there.</summary>
    public static bool IsOfSomethingGone(this Exception exception) =>
        exception is JSException or JSDisconnectedException or OperationCanceledException or ObjectDisposedException;
}
