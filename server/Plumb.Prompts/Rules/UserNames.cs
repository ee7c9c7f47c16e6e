namespace Plumb.Prompts.Rules;

/// <summary>Which variables, by their names, hold what others wrote.</summary>
internal static class UserNames
{
    /// <summary>Names of what a user types.</summary>
    public static bool IsUsers(string name) => Squash(name) is "question" or "query" or "userinput" or "usermessage" or "userquery" or "userquestion" or "userprompt" or "usertext" or "userrequest";

    /// <summary>Names of texts that come from anywhere.</summary>
    public static bool IsDocument(string name) => Squash(name) is "document" or "documents" or "webpage" or "pagecontent" or "emailbody" or "article" or "transcript" or "searchresults" or "retrievedtext";

    /// <summary>Names of what a model has answered, or should have.</summary>
    public static bool IsAnswer(string name) => Squash(name) is "answer" or "response" or "output" or "reference" or "referenceanswer" or "groundtruth" or "expected" or "expectedanswer" or "expectedoutput" or "completion" or "prediction" or "submission" or "generatedanswer" or "modelanswer" or "candidateanswer";

    private static string Squash(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
