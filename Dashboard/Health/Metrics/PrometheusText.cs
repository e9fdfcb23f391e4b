using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Dashboard.Health.Metrics;

/// <summary>The instruments of a meter in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Reads all instruments now.</summary>
    public static string Write(Meter meter)
    {
        var families = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(families, instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(families, instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(families, instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return string.Concat(families.Values);
    }

    private static void Add(
        SortedDictionary<string, StringBuilder> families, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var isCounter = instrument.GetType().Name.StartsWith("ObservableCounter", StringComparison.Ordinal);
        var name = instrument.Name.Replace('.', '_') + (isCounter ? "_total" : "");
        if (!families.TryGetValue(name, out var text))
        {
            families[name] = text = new StringBuilder()
                .Append("# HELP ").Append(name).Append(' ').Append(instrument.Description).Append('\n')
                .Append("# TYPE ").Append(name).Append(isCounter ? " counter\n" : " gauge\n");
        }

        text.Append(name);
        for (var i = 0; i < tags.Length; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(tags[i].Key).Append("=\"")
                .Append(Escape(Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        text.Append(tags.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
