namespace Plumb.Prompts.Output;

/// <summary>
/// The findings as one list of rows: path, startLine, startColumn, endLine, endColumn (from 1, in UTF-16 units, the end
/// exclusive), code, rule, severity, message. Programs rely on it: a row may get more fields, and never other ones.
/// </summary>
public static class JsonReport
{
    public static string Write(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonText.Write(json =>
        {
            json.WriteStartArray();
            foreach (var file in report.WithFindings)
            {
                foreach (var found in file.Diagnostics)
                {
                    var (startLine, startColumn, endLine, endColumn) = file.Range(found.Span);
                    json.WriteStartObject();
                    json.WriteString("path", file.Path);
                    json.WriteNumber("startLine", startLine);
                    json.WriteNumber("startColumn", startColumn);
                    json.WriteNumber("endLine", endLine);
                    json.WriteNumber("endColumn", endColumn);
                    json.WriteString("code", found.Code);
                    json.WriteString("rule", found.Rule);
                    json.WriteString("severity", found.Severity.Name());
                    json.WriteString("message", found.Message);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
        });
    }
}
