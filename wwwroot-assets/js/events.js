// A change of a field that the form around it hears of: Blazor takes "change" to the field alone (Dashboard/Web/Shared/EventHandlers.cs).
Blazor.registerCustomEventType('fieldchange', { browserEventName: 'change', createEventArgs: () => ({}) });
