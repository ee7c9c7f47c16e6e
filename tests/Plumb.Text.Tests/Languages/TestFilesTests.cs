namespace Plumb.Text.Tests.Languages;

public sealed class TestFilesTests
{
    [Theory]
    [InlineData("tests/a.cs", true)]
    [InlineData("src/Shop.Tests/Till.cs", true)]
    [InlineData("src/till.test.ts", true)]
    [InlineData("till_test.go", true)]
    [InlineData("test_till.py", true)]
    [InlineData("src/TillTests.cs", true)]
    [InlineData("src/__tests__/till.js", true)]
    [InlineData("src/Till.cs", false)]
    [InlineData("src/contest/Entry.cs", false)]
    [InlineData("src/latest.ts", false)]
    public void A_test_is_told_from_its_path(string path, bool isTest) => Assert.Equal(isTest, TestFiles.IsTest(path));
}
