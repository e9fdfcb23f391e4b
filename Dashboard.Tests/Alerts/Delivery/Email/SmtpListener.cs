using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dashboard.Alerts.Delivery.Email;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>
/// A mail server on loopback, as much of RFC 5321, 3207 and 4954 as a client needs. It refuses recipients that begin with <c>nobody</c> and, where
/// it has an account, everybody who is not signed in.
/// </summary>
internal sealed class SmtpListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _mails = new();
    private readonly EmailSecurity _security;
    private readonly X509Certificate2? _certificate;

    public SmtpListener(EmailSecurity security = EmailSecurity.None, X509Certificate2? certificate = null)
    {
        (_security, _certificate) = (security, certificate);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Who must sign in, and by which password; null: nobody, and no sign-in is offered.</summary>
    public (string User, string Password)? Account { get; init; }

    public string? RefusedSender { get; init; }

    /// <summary>What it says to every sender instead of taking the mail; null: it takes it.</summary>
    public string? SenderRefusal { get; init; }

    /// <summary>What it took, header and body as they came.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    /// <summary>Commands that came unencrypted.</summary>
    public ConcurrentQueue<string> ClearCommands { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = _security == EmailSecurity.Tls ? await EncryptAsync(client.GetStream()) : client.GetStream();
            await AnswerAsync(stream, "220 test");
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not like this server.
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(_certificate!);
        return encrypted;
    }

    private async Task AnswerAsync(Stream stream, string? greeting)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        if (greeting is not null)
        {
            await writer.WriteLineAsync(greeting);
        }

        var isSignedIn = Account is null;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (stream is not SslStream)
            {
                ClearCommands.Enqueue(line);
            }

            isSignedIn |= Account is { } account
                && line == $"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account.User}\0{account.Password}"))}";
            await writer.WriteLineAsync(line.Split(' ')[0] switch
            {
                "EHLO" => Extensions(stream),
                "STARTTLS" => "220 go on",
                "AUTH" => isSignedIn ? "235 welcome" : "535 5.7.8 wrong user or password",
                "MAIL" when !isSignedIn => "530 5.7.0 sign in first",
                "MAIL" when SenderRefusal is not null => SenderRefusal,
                "MAIL" when RefusedSender is { } refused && line.Contains(refused, StringComparison.Ordinal) => "550 5.7.1 not your address",
                "RCPT" when line.StartsWith("RCPT TO:<nobody", StringComparison.Ordinal) => "550 no such person",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (line == "STARTTLS")
            {
                await using var encrypted = await EncryptAsync(stream);
                await AnswerAsync(encrypted, null);
                return;
            }

            if (line == "DATA")
            {
                _mails.Enqueue(await ReadMailAsync(reader));
                await writer.WriteLineAsync("250 taken");
            }
        }
    }

    private string Extensions(Stream stream) =>
        _security == EmailSecurity.StartTls && stream is not SslStream ? "250-test\r\n250 STARTTLS"
        : Account is not null ? "250-test\r\n250 AUTH PLAIN"
        : "250 test";

    private static async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            mail.AppendLine(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line);
        }

        return mail.ToString();
    }
}
