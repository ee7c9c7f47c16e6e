using System.ClientModel;
using System.Text.RegularExpressions;
using Microsoft.SemanticKernel;

namespace Plumb.Ask.Models;

/// <summary>Says in one sentence what went wrong between us and a model, and what to do about it.</summary>
internal static partial class ModelErrors
{
    private const int MostCharacters = 160;

    public static ModelException TimedOut(ModelSettings settings, Exception inner) => new(
        ModelFailure.TimedOut, $"{settings} sent nothing for {settings.Timeout.TotalSeconds:0} s; {ModelSettings.TimeoutVariable} gives it longer.", inner);

    /// <summary>It sends and sends, and comes to no end.</summary>
    public static ModelException Endless(ModelSettings settings, string what, Exception? inner = null) => new(
        ModelFailure.Endless, $"{settings} came to no end ({what}), so it was stopped: ask for less at a time, or choose another model.", inner);

    /// <summary>Null for an exception that is no fault of the service.</summary>
    public static ModelException? Explain(Exception e, ModelSettings settings)
    {
        switch (e)
        {
            case NoStreamException page:
                return NoStream(page.MediaType, settings, e);
            case { InnerException: NoStreamException page }:
                return NoStream(page.MediaType, settings, e);
            case HttpOperationException { StatusCode: { } status } http:
                return OfStatus((int)status, http.Message + " " + http.ResponseContent, (http.InnerException as ClientResultException)?.GetRawResponse(), settings, e);
            case ClientResultException { Status: > 0 } client:
                return OfStatus(client.Status, client.Message, client.GetRawResponse(), settings, e);
            case HttpOperationException or ClientResultException or HttpRequestException:
                return e.InnerException is IOException && e is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
                    ? Interrupted(e, settings)
                    : new ModelException(ModelFailure.Unreachable, $"{settings} cannot be reached ({Shorten(e.Message, settings)}): check that it runs, and that the address is right.", e);
            case IOException or System.Text.Json.JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException:
                return Interrupted(e, settings);
            default:
                return null;
        }
    }

    /// <summary>Whether the service refuses to be told a temperature, as reasoning models do.</summary>
    public static bool IsAboutTemperature(Exception e)
    {
        var text = e switch
        {
            HttpOperationException { StatusCode: System.Net.HttpStatusCode.BadRequest } http => http.Message + http.ResponseContent,
            ClientResultException { Status: 400 } client => client.Message,
            _ => "",
        };
        return text.Contains("temperature", StringComparison.OrdinalIgnoreCase);
    }

    private static ModelException Interrupted(Exception e, ModelSettings settings) =>
        new(ModelFailure.Interrupted, $"{settings} stopped in the middle of its answer or sent what is no chat stream ({Shorten(e.Message, settings)}): ask again.", e);

    private static ModelException NoStream(string mediaType, ModelSettings settings, Exception e) => new(
        ModelFailure.NoStream, $"{settings} answered with {(mediaType.EndsWith("html", StringComparison.Ordinal) || mediaType.Contains("xhtml", StringComparison.Ordinal) ? "a web page" : "JSON at once")} and not with a chat stream: check that the address is the API's base URL, which most often ends with /v1.", e);

    private static ModelException OfStatus(int status, string text, System.ClientModel.Primitives.PipelineResponse? response, ModelSettings settings, Exception e)
    {
        var said = $"HTTP {status} ({Shorten(text, settings)})";
        if (status is 400 or 413 or 422 && Overflow().IsMatch(text))
        {
            return new ModelException(ModelFailure.ContextOverflow, $"{settings} takes no prompt of this length: {said}; a smaller ask.evidenceTokens, or a model with a larger window, leaves it room.", e);
        }

        if (status is 400 or 404 or 422 && ToolsRefused().IsMatch(text))
        {
            return new ModelException(ModelFailure.NoTools, $"{settings} cannot call tools: {said}.", e);
        }

        return status switch
        {
            401 or 403 => new ModelException(ModelFailure.Refused, $"{settings} answered with {said}: it wants another key, which belongs into {settings.KeyVariableName}.", e),
            404 => new ModelException(ModelFailure.UnknownModel, $"{settings} answered with {said}: check that the model is called \"{settings.Model}\" there and that the address is the API's base URL.", e),
            429 => new ModelException(ModelFailure.RateLimited, $"{settings} answered with {said}: its rate limit or quota is used up{RetryAfter(response)}.", e),
            >= 500 and not 501 => new ModelException(ModelFailure.ServerError, $"{settings} answered with {said}, and again when it was asked again: the fault is its own, so try later.", e),
            >= 300 and < 400 => new ModelException(ModelFailure.Unreachable, $"{settings} answered with HTTP {status}: it is elsewhere{Location(response)}, and nobody is followed there unasked; if that is right, name it as the endpoint.", e),
            400 when UnknownModel().IsMatch(text) => new ModelException(ModelFailure.UnknownModel, $"{settings} knows no model of this name: {said}.", e),
            _ => new ModelException($"{settings} answered with {said}.", e),
        };
    }

    private static string RetryAfter(System.ClientModel.Primitives.PipelineResponse? response) =>
        response is not null && response.Headers.TryGetValue("Retry-After", out var after) && int.TryParse(after, out var seconds) && seconds > 0 ? $"; it says to wait {seconds} s" : "; ask again in a while";

    private static string Location(System.ClientModel.Primitives.PipelineResponse? response) =>
        response is not null && response.Headers.TryGetValue("Location", out var location) && Uri.TryCreate(location, UriKind.Absolute, out var moved) ? $", at {moved.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}" : "";

    /// <summary>A service may repeat the key or the prompt in what it complains about.</summary>
    private static string Shorten(string message, ModelSettings settings)
    {
        message = Preamble().Replace(message, "");
        message = OutboundGate.Pass(settings.ApiKey.Length > 0 ? message.Replace(settings.ApiKey, "***", StringComparison.Ordinal) : message).ReplaceLineEndings(" ").Trim().TrimEnd('.');
        message = message.StartsWith('(') && message.IndexOf(')') == message.Length - 1 ? message[1..^1] : message;
        return message.Length <= MostCharacters ? message : message[..(MostCharacters - 1)] + "…";
    }

    [GeneratedRegex("context[_ ](?:length|window|size)|maximum context|too many tokens|prompt is too long|exceed\\w* (?:the )?(?:available |max\\w* )?(?:context|token)|input is too long|tokens_limit_reached|string_above_max_length", RegexOptions.IgnoreCase)]
    private static partial Regex Overflow();

    [GeneratedRegex("tool(?:s|[_ ]choice|[_ ]calls?)?\\b[^.]{0,60}\\b(?:not support|unsupport|not enabled|requires|not allowed)|does not support (?:tools|function)", RegexOptions.IgnoreCase)]
    private static partial Regex ToolsRefused();

    // What the clients put before what the service says: the status, which is told already.
    [GeneratedRegex(@"^\s*HTTP \d{3} \([^()]*\)\s*|^\s*Service request failed\.\s*Status: \d{3}\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Preamble();

    [GeneratedRegex("model[_ ]not[_ ]found|unknown model|invalid model|no such model|model .{0,80}does not exist", RegexOptions.IgnoreCase)]
    private static partial Regex UnknownModel();
}
