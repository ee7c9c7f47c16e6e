namespace Plumb.Prompts.Rules;

/// <summary>Which variables, by their names, hold what others wrote.</summary>
internal static class UserNames
{
    /// <summary>Names of what a user types.</summary>
    public static bool IsUsers(string name) => Squash(name) is "question" or "query" or "userinput" or "usermessage" or "userquery" or "userquestion" or "userprompt" or "usertext" or "userrequest";

    /// <summary>Names of texts that come from anywhere.</summary>
    public static bool IsDocument(string name) => Squash(name) is "document" or "documents" or "webpage" or "pagecontent" or "emailbody" or "article" or "transcript" or "searchresults" or "retrievedtext";

    private static string Squash(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
