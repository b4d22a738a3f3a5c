namespace Emulator.Tests.Template;

public sealed class IntrinsicFunctionTests
{
    const string Sections = """
        Parameters:
          Days: { Type: Number, Default: 30 }
          Zones: { Type: CommaDelimitedList, Default: "a, b" }
          Name: { Type: String, Default: "" }
        Mappings:
          Sizes: { small: { MB: 64, Names: [s, m] } }
        Conditions:
          HasName: !Not [!Equals [!Ref Name, ""]]
          HasNoName: !Not [!Condition HasName]
          IsMonth: { "Fn::And": [{ "Condition": HasNoName }, { "Fn::Equals": [{ "Ref": Days }, "30"] }] }
          IsEither: !Or [!Condition HasName, !Condition IsMonth]
        """;

    [Theory]
    [InlineData("!Ref Days", "30")]
    [InlineData("!Ref Zones", """["a","b"]""")]
    [InlineData("{ Ref: Stream }", "\"rejects\"")]
    [InlineData("!Ref AWS::StackName", "\"flowlogs\"")]
    [InlineData("!Ref AWS::NoValue", "absent")]
    [InlineData("[1, !Ref AWS::NoValue, 2]", "[1,2]")]
    [InlineData("!Ref AWS::NotificationARNs", "[]")]
    [InlineData("!GetAtt Stream.Arn", "\"arn:aws:kinesis:us-east-1:123456789012:stream/rejects\"")]
    [InlineData("!GetAtt [Stream, Arn]", "\"arn:aws:kinesis:us-east-1:123456789012:stream/rejects\"")]
    [InlineData("{ \"Fn::GetAtt\": [Stream, Arn] }", "\"arn:aws:kinesis:us-east-1:123456789012:stream/rejects\"")]
    [InlineData("!Sub 'x-${AWS::Region}-${Days}-${Stream}-${!kept}-$'", "\"x-us-east-1-30-rejects-${kept}-$\"")]
    [InlineData("!Sub '${Stream.Arn}:${ Days }'", "\"arn:aws:kinesis:us-east-1:123456789012:stream/rejects:30\"")]
    [InlineData("!Sub ['${A}-${Days}', { A: !Join [',', !Ref Zones] }]", "\"a,b-30\"")]
    [InlineData("{ \"Fn::Sub\": '${AWS::Partition}.${AWS::URLSuffix}' }", "\"aws.amazonaws.com\"")]
    [InlineData("!Sub 'open ${end'", "\"open ${end\"")]
    [InlineData("!Join ['', [a, 1, true, !Ref Stream]]", "\"a1truerejects\"")]
    [InlineData("!Select [1, !Ref Zones]", "\"b\"")]
    [InlineData("!Select ['0', !Split [':', 'x:y']]", "\"x\"")]
    [InlineData("!Split [',', !Sub 'a,${Days}']", """["a","30"]""")]
    [InlineData("!FindInMap [Sizes, small, MB]", "64")]
    [InlineData("!FindInMap [Sizes, !Sub 'small', Names]", """["s","m"]""")]
    [InlineData("!If [HasName, 1, 2]", "2")]
    [InlineData("!If [IsMonth, { a: !Ref Days }, 2]", """{"a":30}""")]
    [InlineData("!If [IsEither, !Ref AWS::NoValue, 2]", "absent")]
    [InlineData("!Base64 abc", "\"YWJj\"")]
    [InlineData("!Length [a, b]", "2")]
    [InlineData("!ToJsonString { a: !Ref Days }", "\"{\\\"a\\\":30}\"")]
    public void A_function_resolves_in_its_short_and_its_long_form(string expression, string json) =>
        Assert.Equal(json, TemplateText.Value(expression, Sections));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("1.50", "1.50")]
    [InlineData("0x1F", "31")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("true", "true")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("2012-10-17", "\"2012-10-17\"")]
    [InlineData("1e3", "1000")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("null", "absent")]
    [InlineData("~", "absent")]
    public void An_unquoted_scalar_has_the_type_of_the_core_schema(string scalar, string json) =>
        Assert.Equal(json, TemplateText.Value(scalar));

    [Theory]
    [InlineData("!Ref Streem", "template.yaml:10: Thing refers to Streem, which is neither a parameter nor a resource. Correct the name "
        + "or declare it.")]
    [InlineData("!Sub '${Streem.Arn}'",
        "template.yaml:10: Thing refers to Streem, which is neither a parameter nor a resource. Correct the name or declare it.")]
    [InlineData("!GetAtt Stream.Url", "template.yaml:10: Stream (AWS::Kinesis::Stream) has no attribute Url; it has Arn.")]
    [InlineData("!GetAtt Stream", "template.yaml:10: Fn::GetAtt takes a resource and an attribute. Write !GetAtt Resource.Attribute.")]
    [InlineData("!ImportValue other",
        "template.yaml:10: Fn::ImportValue takes a value of another stack, and local mode has this one only; make it a parameter.")]
    [InlineData("!Cidr [a, 1, 2]", "template.yaml:10: Local mode does not support Fn::Cidr. Write the value in another way.")]
    [InlineData("!If [Missing, 1, 2]", "template.yaml:10: The condition Missing is missing. Declare it in Conditions or correct the name.")]
    [InlineData("!Select [2, [a, b]]",
        "template.yaml:10: Fn::Select has the index 2, but the list has 2 items, counted from 0. Correct the index.")]
    [InlineData("!Join [a]", "template.yaml:10: Fn::Join takes a list of 2: a delimiter and a list.")]
    [InlineData("!FindInMap [A, b, c]", "template.yaml:10: Mappings has no A.b.c. Add it or correct the keys.")]
    [InlineData("!Equals [a, b]",
        "template.yaml:10: Fn::Equals is valid only in the Conditions section. Use the condition in an Fn::If here.")]
    public void An_unresolvable_expression_is_reported_with_file_and_line(string expression, string error) =>
        Assert.Equal(error, TemplateText.Error(() => TemplateText.Value(expression, "Description: x")));
}
