using System.Text;
using Dashboard.Cameras;
using Dashboard.Capture.Http;

namespace Dashboard.Capture.Rtsp;

/// <summary>Questions to a camera over one connection, signed in the way that it asks for. Packets that come in between are handed on.</summary>
internal sealed class RtspTalk(RtspWire wire, Uri address, CameraSignIn? signIn, RtspDialer dialer)
{
    private int _number;

    /// <summary>Is given each packet with its channel.</summary>
    public Action<int, Memory<byte>> OnPacket { get; set; } = (_, _) => { };

    /// <summary>The session that questions belong to; empty before there is one.</summary>
    public string Session { get; set; } = "";

    /// <summary>Whether the camera hung up behind a refusal that can be answered now.</summary>
    public bool IsWorthAnotherCall { get; private set; }

    /// <summary>What an answer other than a good one means.</summary>
    /// <param name="status">Of the answer.</param>
    /// <param name="signIn">What the camera was asked with; null: nothing.</param>
    /// <param name="hasSecret">The camera is signed in to in its address.</param>
    public static CaptureException Explain(int status, CameraSignIn? signIn, bool hasSecret) => new(status switch
    {
        453 => "The camera takes no more viewers: close other ones, or use its second stream.",
        461 => "The camera sends its stream neither by TCP nor by UDP: check the settings of its stream.",
        _ => CameraErrorMessages.Status(status, signIn?.Refusal, signIn?.IsAsked == true),
    })
    {
        IsRefusal = status is 401 or 403 && (signIn?.IsAsked == true || hasSecret),
        MayPass = status != 401,

        // One that sends on to nowhere is no camera that is about to start.
        IsAnswer = status is < 300 or >= 400,
    };

    /// <summary>Asks, and waits for the answer; a refusal for want of a sign-in is answered.</summary>
    public async Task<RtspMessage> AskAsync(string method, string target, string headers, CancellationToken cancellationToken)
    {
        // The nonce that is known may have expired, and the one after it may be the first that counts.
        for (var tries = 0; ; tries++)
        {
            var answer = await dialer.AnswerAsync(address, token => ExchangeAsync(method, target, headers, token), cancellationToken);
            if (answer.Status is not (401 or 403) && method != "OPTIONS")
            {
                // What a camera can do it tells everybody.
                signIn?.Worked();
            }

            if (answer.Status != 401 || signIn is null || tries == 2 || !signIn.Learn(answer.All("WWW-Authenticate")))
            {
                IsWorthAnotherCall = false;
                return answer;
            }

            IsWorthAnotherCall = true;
        }
    }

    /// <summary>Asks, and leaves the answer to who reads.</summary>
    public Task SayAsync(string method, string target, string headers, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"{method} {target} RTSP/1.0\r\nCSeq: {++_number}\r\nUser-Agent: Dashboard\r\n");
        if (signIn?.Answer(method, target) is { } authorization)
        {
            text.Append("Authorization: ").Append(authorization).Append("\r\n");
        }

        if (Session.Length > 0)
        {
            text.Append("Session: ").Append(Session).Append("\r\n");
        }

        return wire.WriteAsync(text.Append(headers).Append("\r\n").ToString(), cancellationToken);
    }

    /// <summary>The next message; packets before it are handed on, and questions of the camera are answered. Null: it has hung up.</summary>
    public async Task<RtspMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await wire.ReadAsync(cancellationToken) is { } item)
        {
            if (item.Message is null)
            {
                OnPacket(item.Channel, item.Packet);
            }
            else if (item.Message.IsAnswer || item.Message.IsHttp)
            {
                return item.Message;
            }
            else
            {
                await wire.WriteAsync($"RTSP/1.0 200 OK\r\nCSeq: {item.Message.Find("CSeq")}\r\n\r\n", cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Takes in a refusal of what was said without waiting.</summary>
    public void Learn(RtspMessage refusal) => signIn?.Learn(refusal.All("WWW-Authenticate"));

    private async Task<RtspMessage> ExchangeAsync(string method, string target, string headers, CancellationToken cancellationToken)
    {
        try
        {
            await SayAsync(method, target, headers, cancellationToken);
            while (await ReadAsync(cancellationToken) is { } answer)
            {
                if (answer.IsHttp || answer.Find("CSeq") is not { } number || !int.TryParse(number, out var own) || own == _number)
                {
                    return answer;
                }
            }

            throw RtspDialer.HungUp(address);
        }
        catch (IOException exception)
        {
            throw RtspDialer.HungUp(address, exception);
        }
        catch (InvalidDataException exception)
        {
            throw new CaptureException(
                $"{RtspDialer.PlaceOf(address)} does not answer as a camera with RTSP does: check the port.", exception);
        }
    }
}
