using System.CommandLine;
using System.Text;
using Dashboard.Agents;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;

namespace Dashboard.Commands;

/// <summary>Accounts, from the command line.</summary>
internal static class UserCommand
{
    public static Command Create(string[] settings)
    {
        var email = new Option<string>("--email") { Description = "E-mail address, which is also the name to sign in with.", Required = true };
        var role = new Option<string>("--role") { Description = $"One of {string.Join(", ", Roles.All)}.", Required = true };
        var site = new Option<string[]>("--site") { Description = "Sites that the user is limited to.", AllowMultipleArgumentsPerToken = true };
        var add = new Command("add", "Create an account; the password is read from standard input.") { email, role, site };
        add.SetAction((parsed, cancellationToken) => CommandHost.RunAsync(
            settings,
            DatabaseUse.MadeIfMissing,
            (services, stop) => AddAsync(
                services,
                parsed.GetRequiredValue(email),
                parsed.GetRequiredValue(role),
                parsed.GetValue(site) ?? [],
                () => Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : ReadUnseen("Password: "),
                Console.Out,
                Console.Error,
                stop),
            cancellationToken));
        return new Command("user", "Accounts of people.") { add };
    }

    /// <summary>Makes an account; what is wrong with it is one line and exit code 2.</summary>
    internal static async Task<int> AddAsync(
        IServiceProvider services,
        string email,
        string role,
        string[] siteNames,
        Func<string> readPassword,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken)
    {
        role = Roles.All.FirstOrDefault(known => known.Equals(role, StringComparison.OrdinalIgnoreCase)) ?? role;
        var sites = await services.GetRequiredService<SiteStore>().ListAsync(cancellationToken);
        var unknown = siteNames.FirstOrDefault(name => !sites.Any(site => IsCalled(site, name)));
        if (unknown is not null || (siteNames.Length > 0 && role == Roles.Administrator))
        {
            errors.WriteLine(unknown is null
                ? "An administrator sees all sites; leave out --site, or choose another role."
                : $"There is no site '{unknown}'; there are {string.Join(", ", sites.Select(site => $"'{site.Name}'"))}.");
            return 2;
        }

        var password = readPassword();
        var accounts = services.GetRequiredService<UserAccounts>();
        await accounts.EnsureRolesAsync();
        int[] limits = [.. sites.Where(site => siteNames.Any(name => IsCalled(site, name))).Select(site => site.Id)];
        var made = await accounts.AddAsync(email, password, role, limits);
        if (made.Refusal is { } refusal)
        {
            errors.WriteLine(refusal);
            return 2;
        }

        if (AccountRules.PasswordError(password, email) is { } warning)
        {
            errors.WriteLine($"Warning: {warning}");
        }

        output.WriteLine($"Made {email}, {role}{(siteNames.Length > 0 ? $", limited to {string.Join(", ", siteNames)}" : "")}");
        return 0;
    }

    private static bool IsCalled(SiteSummary site, string name) => string.Equals(site.Name, name.Trim(), StringComparison.OrdinalIgnoreCase);

    // Keys pressed are not shown, so that nobody reads the password over a shoulder or in the scroll-back.
    private static string ReadUnseen(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
