using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Shared;

/// <summary>
/// Events of our own for markup: <c>@onfieldchange</c> at a form is told of each field in it that was changed, after the field's own handler.
/// <c>@onchange</c> there hears nothing, since Blazor lets no <c>change</c> rise from the field. The script is <c>js/events.js</c>.
/// </summary>
[EventHandler("onfieldchange", typeof(EventArgs))]
public static class EventHandlers;
