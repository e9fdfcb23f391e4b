using System.CommandLine;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;

namespace Dashboard.Commands;

/// <summary>API keys, from the command line.</summary>
internal static class KeyCommand
{
    public static Command Create(string[] settings)
    {
        var email = new Option<string>("--email") { Description = "Whose key it is.", Required = true };
        var name = new Option<string>("--name") { Description = "What to call it.", DefaultValueFactory = _ => "Command line" };
        var add = new Command("add", "Create an API key and print it, once.") { email, name };
        add.SetAction((parsed, cancellationToken) => CommandHost.RunAsync(
            settings,
            DatabaseUse.ThatIsThere,
            (services, stop) => AddAsync(services, parsed.GetRequiredValue(email), parsed.GetRequiredValue(name), stop),
            cancellationToken));
        return new Command("key", "API keys, with which programs act for people.") { add };
    }

    private static async Task<int> AddAsync(IServiceProvider services, string email, string name, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<UserAccounts>().FindAsync(email, cancellationToken) is not { } userId)
        {
            Console.Error.WriteLine($"There is no user with the e-mail address {email}.");
            return 2;
        }

        var created = await services.GetRequiredService<ApiKeyStore>().CreateAsync(userId, name, cancellationToken);
        if (created.Refusal is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return 2;
        }

        Console.WriteLine(created.Value);
        return 0;
    }
}
