namespace Dashboard.Backups;

/// <summary>A backup cannot be made or restored; the message is a sentence for a person.</summary>
internal sealed class BackupException(string message) : Exception(message);
