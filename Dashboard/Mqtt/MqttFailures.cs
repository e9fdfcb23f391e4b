using System.Net.Sockets;
using System.Security.Authentication;
using Dashboard.Hosting.Network;
using MQTTnet.Exceptions;

namespace Dashboard.Mqtt;

/// <summary>Says in words for a person why the broker cannot be reached.</summary>
internal static class MqttFailures
{
    public static string Describe(Exception exception, MqttOptions options)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (Reason(cause, options) is { } reason)
            {
                return reason;
            }
        }

        return exception is OperationCanceledException or TimeoutException or MqttCommunicationTimedOutException
            ? "The broker does not answer in time."
            : $"The connection to the broker failed: {exception.Message.TrimEnd('.')}.";
    }

    private static string? Reason(Exception exception, MqttOptions options) => exception switch
    {
        MachineAddressException => $"{exception.Message}.",
        MqttRefusedException refused => Refusal(refused.Message),
        AuthenticationException => "The broker's certificate is not trusted, or it speaks no TLS on this port.",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
            $"There is no machine of the name {options.Host}.",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"No broker listens at {options.Host}, port {options.Port}.",
        SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable } =>
            $"The machine {options.Host} cannot be reached.",
        _ => null,
    };

    private static string Refusal(string code) => code is "BadUserNameOrPassword" or "NotAuthorized"
        ? "The broker refused the sign-in: check user name and password."
        : $"The broker refused the connection: {code}.";
}

/// <summary>The broker answered and refused the connection.</summary>
/// <param name="code">The broker's code.</param>
internal sealed class MqttRefusedException(string code) : Exception(code);
