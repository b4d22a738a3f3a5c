using System.Text;
using Emulator.Firehose;

namespace Emulator.Tests.Firehose;

public sealed class TransformationAnswerTests
{
    const string Id = "00000000000000000000000000000000000000000000000000000000";

    readonly TransformationAnswer _answer = new();

    [Theory]
    [InlineData("""{"records":[{"recordId":"ID","result":"Ok","data":"aGVsbG8="}]}""")]
    [InlineData("""{"other":[1],"records":[{"data":"aGVs\u0062G8\u003d","result":"\u004fk","recordId":"ID","metadata":{"a":1}}]}""")]
    public void Data_is_decoded(string json)
    {
        Assert.True(Read(json));
        Assert.Equal(("Ok", "hello"), (_answer[0].Result, Encoding.UTF8.GetString(_answer[0].Data.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"records":[]}""")]
    [InlineData("""{"records":[{"recordId":"ID","result":"Ok","data":"aGVsbG8="}""")]
    [InlineData("""{"records":[{"recordId":"ID","result":"Fine","data":""}]}""")]
    [InlineData("""{"records":[{"recordId":"ID","result":null,"data":""}]}""")]
    [InlineData("""{"records":[{"recordId":"ID","result":"Ok","data":"?"}]}""")]
    [InlineData("""{"records":[{"recordId":"ID","result":"\ud800","data":""}]}""")]
    [InlineData("""{"records":[{"recordId":"ID","result":"Ok","data":""},{"recordId":"ID","result":"Ok","data":""}]}""")]
    [InlineData("""{"records":[{"result":"Ok","data":""}]}""")]
    [InlineData("""{"records":[{"recordId":null,"result":"Ok","data":""}]}""")]
    [InlineData("""{"records":[{"recordId":0,"result":"Ok","data":""}]}""")]
    [InlineData("""{"records":[{"recordId":"1","result":"Ok","data":""}]}""")]
    [InlineData("""{"records":[{"recordId":"first","result":"Ok","data":""}]}""")]
    [InlineData("""{"records":[{"recordId":"49546986683135544286507457936321625675700192471156785154","result":"Ok","data":""}]}""")]
    public void An_answer_that_Firehose_refuses_is_invalid(string json) => Assert.False(Read(json));

    bool Read(string json) => _answer.TryRead(Encoding.UTF8.GetBytes(json.Replace("ID", Id, StringComparison.Ordinal)), 1);
}
