using System.CommandLine;
using System.Text;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;

namespace Dashboard.Commands;

/// <summary>Accounts, from the command line.</summary>
internal static class UserCommand
{
    /// <summary>The command <c>user</c>.</summary>
    public static Command Create(string[] settings)
    {
        var email = new Option<string>("--email") { Description = "E-mail address, which is also the name to sign in with.", Required = true };
        var role = new Option<string>("--role") { Description = $"One of {string.Join(", ", Roles.All)}.", Required = true };
        var add = new Command("add", "Create an account; the password is read from standard input.") { email, role };
        add.SetAction((parsed, cancellationToken) => CommandHost.RunAsync(
            settings,
            (services, _) => AddAsync(services.GetRequiredService<UserAccounts>(), parsed.GetRequiredValue(email), parsed.GetRequiredValue(role)),
            cancellationToken));
        return new Command("user", "Accounts of people.") { add };
    }

    private static async Task<int> AddAsync(UserAccounts accounts, string email, string role)
    {
        role = Roles.All.FirstOrDefault(known => known.Equals(role, StringComparison.OrdinalIgnoreCase)) ?? role;
        var password = Console.IsInputRedirected ? await Console.In.ReadLineAsync() ?? "" : ReadUnseen("Password: ");
        await accounts.EnsureRolesAsync();
        var made = await accounts.AddAsync(email, password, role);
        if (made.Refusal is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return 2;
        }

        Console.WriteLine($"Made {email}, {role}");
        return 0;
    }

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
