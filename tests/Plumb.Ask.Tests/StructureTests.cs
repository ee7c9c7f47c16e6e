using Plumb.Ask.Evidence;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.Ask.Tests;

/// <summary>The repository map is evidence for questions about structure, and for no others.</summary>
public sealed class StructureTests
{
    [Theory]
    [InlineData("what are the main components?", true)]
    [InlineData("how is the storage layer structured?", true)]
    [InlineData("how do the parser and the writer fit together?", true)]
    [InlineData("which modules are there?", true)]
    [InlineData("how does retry with backoff work?", false)]
    [InlineData("where is the main function?", false)]
    public void Only_questions_about_structure_ask_for_the_map(string question, bool asked) => Assert.Equal(asked, StructureEvidence.IsAskedFor(question));

    [Theory]
    [InlineData("how is src/shop organised?", "src/shop")]
    [InlineData("how is the shop organised?", "src/shop")]
    [InlineData("how is the code organised?", "")]
    public void The_folder_that_is_named_is_meant(string question, string folder) =>
        Assert.Equal(folder, StructureEvidence.FolderOf(question, ["src/shop/cart.py", "src/shop/db/store.py", "src/main.py"]));

    [Fact]
    public async Task What_the_rest_builds_on_is_listed_and_cited()
    {
        using var workspace = await ShopAsync();
        var answer = await workspace.AskAsync("what are the main components?", null);
        Assert.Equal(AnswerKind.Extractive, answer.Kind);
        Assert.StartsWith("What most of the rest builds on:\n\n- `Cart` — `src/cart.py:1-", answer.Markdown);
        Assert.Contains("Holds what is bought", answer.Markdown);
        Assert.Contains(answer.Citations, c => c.Path == "src/cart.py");
    }

    [Fact]
    public async Task A_model_is_given_the_heads_within_the_budget()
    {
        using var workspace = await ShopAsync();
        await using var model = Scripted(_ => new Response("`Cart` is the centre (`src/cart.py:1-2`)."));
        var whole = await workspace.Engine(model).PreviewAsync(new Question("what are the main components around the cart?"), CancellationToken.None);
        Assert.Contains(whole.Evidence, c => c.Path == "src/cart.py");
        var small = await workspace.Engine(model).AskAsync(new Question("what are the main components around the cart?", 60), null, CancellationToken.None);
        Assert.InRange(small.EvidenceTokens, 1, 60);
    }

    [Fact]
    public async Task The_structure_of_something_else_is_still_refused()
    {
        using var workspace = await ShopAsync();
        Assert.Equal(AnswerKind.NotFound, (await workspace.AskAsync("what is the architecture of the kubernetes scheduler?", null)).Kind);
    }

    private static Task<AskWorkspace> ShopAsync() => AskWorkspace.CreateAsync(
        ("src/cart.py", "class Cart:\n    \"\"\"Holds what is bought.\"\"\"\n\n    def add(self, item):\n        self.items.append(item)\n"),
        ("src/checkout.py", "from cart import Cart\n\n\ndef pay(cart: Cart):\n    return Cart.total(cart)\n"),
        ("src/basket_view.py", "from cart import Cart\n\n\ndef show(cart: Cart):\n    print(cart)\n"),
        ("src/gift.py", "from cart import Cart\n\n\ndef wrap():\n    return Cart()\n"));
}
