using System.Globalization;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Plumb.Ask.Settings;
using Plumb.Ask.Telemetry;

namespace Plumb.Cli.Telemetry;

/// <summary>
/// Sends spans and metrics of questions to an OpenTelemetry collector, if the user named one: by the variables
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>..._TRACES_ENDPOINT</c>, <c>..._METRICS_ENDPOINT</c>, or <c>ask.telemetry.endpoint</c>
/// in his own plumb.json. Otherwise nothing of it is even loaded.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesVariable = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsVariable = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string ContentVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    // Nobody waits for a collector at the end of a command: what has not left by then is lost.
    private const int Patience = 2000;

    private readonly TracerProvider? traces;
    private readonly MeterProvider? metrics;

    private OtlpExport(TracerProvider? traces, MeterProvider? metrics) => (this.traces, this.metrics) = (traces, metrics);

    /// <summary>Null where nothing is to be sent.</summary>
    /// <param name="home">Plumb's data folder.</param>
    /// <param name="problem">Why an address that was given is not used, in one sentence; else empty.</param>
    /// <param name="environment">Reads a variable.</param>
    public static OtlpExport? Start(string home, Func<string, string?> environment, out string problem)
    {
        problem = "";
        if (environment("OTEL_SDK_DISABLED")?.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) == true)
        {
            return null;
        }

        var settings = AskSettings.ReadUser(home);
        var common = Read(environment, EndpointVariable) ?? settings.TelemetryEndpoint;
        var (traceAddress, metricAddress) = (Read(environment, TracesVariable), Read(environment, MetricsVariable));
        if (common is null && traceAddress is null && metricAddress is null)
        {
            return null;
        }

        var protocol = Read(environment, "OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        var (traceUri, metricUri) = (AddressOf(traceAddress, common, "v1/traces", protocol, ref problem), AddressOf(metricAddress, common, "v1/metrics", protocol, ref problem));
        if (traceUri is null && metricUri is null)
        {
            return null;
        }

        AskTelemetry.WithContent = settings.TelemetryContent || Read(environment, ContentVariable)?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
        var patience = int.TryParse(Read(environment, "OTEL_EXPORTER_OTLP_TIMEOUT"), CultureInfo.InvariantCulture, out var given) && given > 0 ? given : Patience;
        var resource = ResourceBuilder.CreateDefault().AddService(Read(environment, "OTEL_SERVICE_NAME") ?? "plumb", serviceVersion: PlumbCommand.Version).AddTelemetrySdk().AddEnvironmentVariableDetector();
        return new OtlpExport(
            traceUri is null ? null : OpenTelemetry.Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(AskTelemetry.Name).AddOtlpExporter(options => Configure(options, traceUri)).Build(),
            metricUri is null ? null : OpenTelemetry.Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(AskTelemetry.Name).AddOtlpExporter(options => Configure(options, metricUri)).Build());

        void Configure(OtlpExporterOptions options, Uri uri)
        {
            options.Endpoint = uri;
            options.Protocol = protocol;
            options.TimeoutMilliseconds = patience;
        }
    }

    /// <summary>Sends what is left, and waits for it a moment.</summary>
    public void Dispose()
    {
        traces?.Shutdown(Patience);
        metrics?.Shutdown(Patience);
        traces?.Dispose();
        metrics?.Dispose();
    }

    // The common address is a base; one for traces or metrics is taken as it is.
    private static Uri? AddressOf(string? own, string? common, string path, OtlpExportProtocol protocol, ref string problem)
    {
        var address = own ?? (common is null ? null : protocol == OtlpExportProtocol.Grpc ? common : common.TrimEnd('/') + "/" + path);
        if (address is null)
        {
            return null;
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        problem = problem.Length > 0 ? problem : $"'{address}' is no http or https URL, so no telemetry is sent there ({EndpointVariable}, or ask.telemetry.endpoint in your plumb.json).";
        return null;
    }

    private static string? Read(Func<string, string?> environment, string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
