using System.CommandLine;
using Dashboard.Cameras.Onvif;

namespace Dashboard.Commands.CameraSetUp;

/// <summary>Cameras on the network, on the command line.</summary>
internal static class CameraDiscoverCommand
{
    /// <summary>The command <c>discover</c> of <c>camera</c>.</summary>
    public static Command Create(string[] settings)
    {
        var discover = new Command("discover", "Find ONVIF cameras on the network: address, name and model, with tabs between.");
        discover.SetAction((_, cancellationToken) => CommandHost.RunAsync(
            settings,
            DatabaseUse.None,
            (services, stop) => DiscoverAsync(services.GetRequiredService<OnvifDiscovery>(), Console.Out, Console.Error, stop),
            cancellationToken));
        return discover;
    }

    /// <summary>Writes a line for each camera as it answers.</summary>
    internal static async Task<int> DiscoverAsync(
        OnvifDiscovery discovery, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var count = 0;
        try
        {
            await foreach (var camera in discovery.FindAsync(cancellationToken))
            {
                count++;
                await output.WriteLineAsync($"{camera.Service}\t{camera.Name}\t{camera.Model}");
            }
        }
        catch (OnvifException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return 1;
        }

        if (count == 0)
        {
            await errors.WriteLineAsync("No camera answered: they must be in the same network, with ONVIF switched on.");
        }

        return 0;
    }
}
