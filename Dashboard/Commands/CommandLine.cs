using System.CommandLine;
using Dashboard.Bench;
using Dashboard.Commands.CameraSetUp;
using Dashboard.Commands.Keeping;
using Dashboard.Commands.Seeding;

namespace Dashboard.Commands;

/// <summary>The program's commands. Settings (<c>--Section:Key=value</c>) work with every one of them.</summary>
internal static class CommandLine
{
    // A server stores what it has taken in, a long command ends the step that it is at.
    private static readonly TimeSpan MaxStopTime = TimeSpan.FromSeconds(30);

    /// <summary>Runs the command that the arguments name; none is <c>serve</c>. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (settings, rest) = SettingArguments.Split(args);
        var root = new RootCommand("Licence plate recognition server: cameras in, flows out.");
        ServeCommand.SetAction(root, settings);
        root.Add(ServeCommand.Create(settings));
        root.Add(UserCommand.Create(settings));
        root.Add(KeyCommand.Create(settings));
        root.Add(SeedCommand.Create(settings));
        root.Add(CameraCommand.Create(settings));
        root.Add(ListCommand.Create(settings));
        root.Add(HookCommand.Create(settings));
        root.Add(RetentionCommand.Create(settings));
        root.Add(AuditCommand.Create(settings));
        root.Add(BackupCommand.CreateBackup(settings));
        root.Add(BackupCommand.CreateRestore(settings));
        root.Add(MigrateCommand.Create(settings));
        root.Add(RecognizeCommand.Create(settings));
        root.Add(EvaluateCommand.Create(settings));
        root.Add(BenchCommand.Create(settings));
        return await root.Parse(rest).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = MaxStopTime });
    }
}
