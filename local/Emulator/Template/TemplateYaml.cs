using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Emulator.Template;

/// <summary>Reads YAML (or JSON, which is YAML) into nodes with lines and intrinsic functions.</summary>
sealed class TemplateYaml
{
    // Templates have about ten levels. The limit keeps an invalid file from exhausting the stack.
    const int MaxDepth = 100;

    readonly string _file;
    readonly Parser _parser;
    readonly Dictionary<AnchorName, TemplateNode> _anchors = [];

    TemplateYaml(string file, TextReader text)
    {
        _file = file;
        _parser = new Parser(text);
    }

    public static MapNode Read(string file, TextReader text)
    {
        var yaml = new TemplateYaml(file, text);
        try
        {
            return yaml.Document();
        }
        catch (YamlException e)
        {
            throw new TemplateException(file, Line(e.Start), $"This is not valid YAML ({e.Message.TrimEnd('.')}). Correct it.");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner of YamlDotNet throws other exceptions for some files, such as an unclosed list.
            throw new TemplateException(file, yaml._parser.Current is { } last ? Line(last.End) : 1,
                "This is not valid YAML from here on. Correct it.");
        }
    }

    MapNode Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
            throw new TemplateException(_file, 1, "The file is empty. Name a CloudFormation template.");
        return Node(0) is MapNode map
            ? map
            : throw new TemplateException(_file, 1, "The file is YAML but not a map. Name a CloudFormation template.");
    }

    TemplateNode Node(int depth)
    {
        if (depth > MaxDepth)
            throw Error(_parser.Current!.Start, $"The template has more than {MaxDepth} levels. Reduce the nesting.");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.GetValueOrDefault(alias.Value)
                ?? throw Error(alias.Start, $"*{alias.Value.Value} has no anchor above it. Add &{alias.Value.Value} first.");
        }

        var start = _parser.Current as NodeEvent ?? throw Error(_parser.Current!.Start, "a value was expected here.");
        var node = Tagged(start, Content(start, depth));
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = node;
        return node;
    }

    TemplateNode Content(NodeEvent start, int depth)
    {
        if (_parser.TryConsume<Scalar>(out var scalar))
            return new ScalarNode(Line(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain);
        if (_parser.TryConsume<SequenceStart>(out _))
            return List(Line(start.Start), depth);
        _parser.Consume<MappingStart>();
        return Map(Line(start.Start), depth);
    }

    ListNode List(int line, int depth)
    {
        var items = new List<TemplateNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new ListNode(line, items);
    }

    TemplateNode Map(int line, int depth)
    {
        var entries = new List<MapEntry>();
        var keys = new HashSet<string>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
                throw Error(_parser.Current!.Start, "a key must be a word.");
            if (!keys.Add(key.Value))
                throw Error(key.Start, $"Duplicate key {key.Value}. Keep one.");
            entries.Add(new MapEntry(key.Value, Line(key.Start), Node(depth + 1)));
        }

        return entries is [var only] && (only.Key == "Ref" || only.Key.StartsWith("Fn::", StringComparison.Ordinal))
            ? new CallNode(only.Line, only.Key, only.Value)
            : new MapNode(line, entries);
    }

    static TemplateNode Tagged(NodeEvent start, TemplateNode content)
    {
        if (start.Tag.IsEmpty || start.Tag.IsNonSpecific || start.Tag.Value is not ['!', not '!', ..] tag)
            return start.Tag.IsEmpty || content is not ScalarNode scalar ? content : scalar with { IsPlain = false };
        var name = tag[1..];
        return new CallNode(Line(start.Start), name is "Ref" or "Condition" ? name : $"Fn::{name}", content);
    }

    static int Line(Mark mark) => (int)mark.Line;

    TemplateException Error(Mark mark, string sentence) => new(_file, Line(mark), sentence);
}
