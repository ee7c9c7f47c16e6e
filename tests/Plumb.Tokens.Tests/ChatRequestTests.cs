using Plumb.Tokens.Chat;

namespace Plumb.Tokens.Tests;

public sealed class ChatRequestTests
{
    private const string Gpt = "gpt-4o";

    private static TokenCount Count(string json, string model = Gpt) => ModelCatalogue.Find(model)!.CountChat(ChatRequest.Parse(json));

    private static int Tokens(string text) => TokenEncoding.Default.Count(text);

    [Theory]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"hi there my good friend"}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"input_text","text":"hi there my good friend"}]}]""")]
    [InlineData("""[{"role":"user","content":[{"text":"hi there my good friend"}]}]""")]
    [InlineData("""[{"role":"user","content":["hi there my good friend"]}]""")]
    [InlineData("""[{"role":"user","content":{"type":"text","text":"hi there my good friend"}}]""")]
    [InlineData("""{"model":"x","temperature":1,"messages":[{"role":"user","content":"hi there my good friend","tool_calls":[],"refusal":null,"id":"1"}]}""")]
    public void The_parts_of_a_content_count_like_its_text(string json) =>
        Assert.Equal(Count("""[{"role":"user","content":"hi there my good friend"}]"""), Count(json));

    [Fact]
    public void Each_text_of_several_parts_is_counted()
    {
        var count = Count("""[{"role":"user","content":[{"type":"text","text":"one two"},{"type":"text","text":"three"}]}]""");
        Assert.Equal(TokenCount.Of(3 + 3 + 1 + Tokens("one two") + Tokens("three")), count);
    }

    [Fact]
    public void The_system_prompt_beside_the_messages_is_a_message()
    {
        var inside = Count("""[{"role":"system","content":"Be brief."},{"role":"user","content":"hello"}]""");
        Assert.Equal(inside, Count("""{"system":"Be brief.","messages":[{"role":"user","content":"hello"}]}"""));
        Assert.Equal(inside, Count("""{"system":[{"type":"text","text":"Be brief.","cache_control":{}}],"messages":[{"role":"user","content":"hello"}]}"""));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Bern\"}"}}]}""")]
    [InlineData("""{"role":"assistant","content":null,"function_call":{"name":"get_weather","arguments":"{\"city\":\"Bern\"}"}}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"get_weather","input":{ "city": "Bern" }}]}""")]
    public void Calls_of_tools_are_an_estimate_from_their_names_and_arguments(string message)
    {
        var count = Count("[" + message + "]");
        var text = 3 + 3 + Tokens("assistant") + Tokens("get_weather") + Tokens("{\"city\":\"Bern\"}");
        Assert.Equal((text, text, true), (count.Tokens, count.Low, count.High > text));
        Assert.Contains("calls of tools", count.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_of_a_tool_counts_its_texts()
    {
        var count = Count("""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"twelve degrees"}]}]}]""");
        Assert.Equal(3 + 3 + 1 + Tokens("twelve degrees"), count.Tokens);
        Assert.False(count.Exact);
    }

    [Fact]
    public void Definitions_of_tools_are_an_estimate_from_their_json()
    {
        const string Tool = """{"type":"function","function":{"name":"get_weather","description":"Weather of a city"}}""";
        var plain = Count("""[{"role":"user","content":"hello"}]""").Tokens;
        var count = Count($$"""{"messages":[{"role":"user","content":"hello"}],"tools":[ {{Tool.Replace(":", " : ", StringComparison.Ordinal)}} ]}""");
        Assert.Equal(plain + Tokens(Tool), count.Tokens);
        Assert.InRange(count.Low, plain + 1, count.Tokens - 1);
        Assert.InRange(count.High, count.Tokens + 1, 1000);
        Assert.Contains("tool definitions", count.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_named_and_the_band_is_open()
    {
        var request = ChatRequest.Parse("""[{"role":"user","content":[{"type":"text","text":"hello"},{"type":"image_url","image_url":{"url":"data:"}},{"type":"image","source":{}},{"type":"input_audio"},{"type":"file"}]}]""");
        var count = ModelCatalogue.Find(Gpt)!.CountChat(request);
        Assert.Equal(((3 + 3 + 1 + 1), 8, TokenCount.Unbounded), (count.Tokens, count.Low, count.High));
        Assert.Equal("1 recording, 1 file, 2 images", request.NotCounted);
        Assert.Contains("images are not counted", count.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_counted_as_its_json()
    {
        var count = Count("""[{"role":"user","content":[{"type":"riddle","riddle":"what walks on four legs"}],"mood":"merry and bright"}]""");
        Assert.True(count.Tokens > 7 + 10);
        Assert.Equal(7, count.Low);
        Assert.Contains("not known", count.Method, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-sonnet-4")]
    [InlineData("gemini-2.5-pro")]
    [InlineData("gpt-oss-120b")]
    public void Where_the_overhead_is_not_known_the_method_says_so(string model)
    {
        var count = Count("""[{"role":"user","content":"hello world"}]""", model);
        var text = ModelCatalogue.Find(model)!.Count("hello world");
        Assert.Equal((text.Tokens, text.Low), (count.Tokens, count.Low));
        Assert.True(count.High > text.High);
        Assert.Contains("without what the provider adds to each message, which is not known", count.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_model_the_method_says_so() =>
        Assert.Contains("no model is named", TokenModel.Of(TokenEncoding.Default).CountChat(ChatRequest.Parse("""[{"role":"user","content":"hello"}]""")).Method, StringComparison.Ordinal);

    [Theory]
    [InlineData("no json")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"messages":"hello"}""")]
    [InlineData("""["hello"]""")]
    [InlineData("""[{"content":"hello"}]""")]
    [InlineData("""[{"role":7}]""")]
    [InlineData("""[{"role":"\ud800"}]""")]
    [InlineData("""[{"role":"user","content":"\ud800"}]""")]
    [InlineData("""[{"role":"user","odd":"\ud800"}]""")]
    public void What_is_no_chat_is_an_error(string json) =>
        Assert.Contains("\"role\"", Assert.Throws<FormatException>(() => ChatRequest.Parse(json)).Message, StringComparison.Ordinal);

    /// <summary>Values of every kind in every place: each is read, or told as no chat.</summary>
    [Fact]
    public void Whatever_stands_in_a_request_is_read_or_told()
    {
        const string Request = """{"system":[{"type":"text","text":"a"}],"messages":[{"role":"user","content":[{"type":"text","text":"b"},{"type":"tool_result","content":"c"},{"type":"image"}],"name":"n"},{"role":"assistant","content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}],"function_call":{"name":"g","arguments":{}},"refusal":"no","audio":{"id":"x"}}],"tools":[{"name":"f"}],"response_format":{"json_schema":{}}}""";
        string[] values = ["null", "true", "7", "1e999", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "{}", "[null]", "[[]]", "{\"type\":7}", "{\"type\":\"text\"}", "{\"name\":null}"];
        var read = 0;
        for (var i = 0; i < Request.Length; i++)
        {
            if (Request[i] != ':' && Request[i] != '[')
            {
                continue;
            }

            for (var end = i + 2; end <= Request.Length; end++)
            {
                foreach (var value in end % 3 == 0 ? values : [])
                {
                    try
                    {
                        var request = ChatRequest.Parse(string.Concat(Request.AsSpan(0, i + 1), value, Request.AsSpan(end)));
                        Assert.True(TokenModel.Of(TokenEncoding.Default).CountChat(request).Tokens >= 0);
                        read++;
                    }
                    catch (FormatException)
                    {
                        // Told.
                    }
                }
            }
        }

        Assert.True(read > 200, $"{read} were read");
    }
}
