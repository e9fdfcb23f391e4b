using System.IO.Compression;
using System.Text.Json;
using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows.List;

/// <summary>
/// A list as it was rendered into the first response, handed by the browser to the page that then comes alive, so that nothing is queried twice.
/// Packed, because the browser's first message to the server may have 32 KiB in all, and what is persisted grows by 2.4 on its way into it.
/// </summary>
/// <param name="Query">The address' query string that it answers.</param>
/// <param name="Packed">The page of flows and the cameras.</param>
public sealed record FlowListSnapshot(string Query, byte[] Packed)
{
    private const int MaxBytes = 10 * 1024;

    /// <summary>Packs a list; null where it is too large to be handed over.</summary>
    public static FlowListSnapshot? Create(string query, FlowPage page, IReadOnlyList<CameraChoice> cameras)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(brotli, new FlowListContent(page, cameras));
        }

        return packed.Length > MaxBytes ? null : new FlowListSnapshot(query, packed.ToArray());
    }

    internal FlowListContent? Unpack()
    {
        using var brotli = new BrotliStream(new MemoryStream(Packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<FlowListContent>(brotli);
    }
}

/// <summary>What is packed.</summary>
internal sealed record FlowListContent(FlowPage Page, IReadOnlyList<CameraChoice> Cameras);
