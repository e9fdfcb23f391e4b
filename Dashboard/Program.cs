using System.Globalization;
using Dashboard.Commands;
using Dashboard.Hosting.Process;

// Whatever the machine is set to: files, APIs, the log and the console are the same everywhere. Pages say their texts and numbers by language.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
FilePermissions.KeepToOwner();
NativeHeap.KeepLittle();
if (OpenFileLimit.FindFault() is { } fault)
{
    Console.Error.WriteLine(fault);
    return 1;
}

return await CommandLine.RunAsync(args);
