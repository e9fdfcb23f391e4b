using Dashboard.Alerts.Delivery.Email;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>Settings for mail servers on loopback.</summary>
internal static class TestMail
{
    public static EmailOptions Options(int port, EmailSecurity security = EmailSecurity.None, string user = "", string password = "") => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Security = security,
        User = user,
        Password = password,
        From = "plates@test.example",
    };
}
