namespace Emulator.Template;

/// <summary>A node of the template before references are resolved.</summary>
/// <param name="Line">Counted from 1.</param>
abstract record TemplateNode(int Line);

/// <param name="Line">Counted from 1.</param>
/// <param name="Text">The text without quotes.</param>
/// <param name="IsPlain">Whether the scalar is neither quoted nor a block, so that the YAML core schema determines its type.</param>
sealed record ScalarNode(int Line, string Text, bool IsPlain) : TemplateNode(Line);

sealed record ListNode(int Line, IReadOnlyList<TemplateNode> Items) : TemplateNode(Line);

sealed record MapNode(int Line, IReadOnlyList<MapEntry> Entries) : TemplateNode(Line)
{
    public TemplateNode? Find(string key) => Entry(key)?.Value;

    public MapEntry? Entry(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
}

sealed record MapEntry(string Key, int Line, TemplateNode Value);

/// <summary>An intrinsic function: `!Sub x` and `Fn::Sub: x` are the same call, named Fn::Sub.</summary>
sealed record CallNode(int Line, string Function, TemplateNode Argument) : TemplateNode(Line);
