namespace Dashboard.Configuration;

/// <summary>The program cannot start or a command cannot run; the message is one line for the person who started it.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
