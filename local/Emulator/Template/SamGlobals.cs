namespace Emulator.Template;

/// <summary>
/// Merges the Globals of the Serverless transform into the properties of a resource: maps by key, lists by appending; other values of the
/// resource take precedence ("Globals section of the AWS SAM template", SAM Developer Guide).
/// </summary>
static class SamGlobals
{
    public static MapNode Merge(MapNode? globals, MapNode own) => globals is null ? own : Maps(globals, own);

    static MapNode Maps(MapNode globals, MapNode own) => own with
    {
        Entries =
        [
            .. globals.Entries.Select(entry =>
            own.Entry(entry.Key) is { } mine ? mine with { Value = Values(entry.Value, mine.Value) } : entry),
            .. own.Entries.Where(entry => globals.Entry(entry.Key) is null),
        ],
    };

    static TemplateNode Values(TemplateNode globals, TemplateNode own) => (globals, own) switch
    {
        (MapNode left, MapNode right) => Maps(left, right),
        (ListNode left, ListNode right) => right with { Items = [.. left.Items, .. right.Items] },
        _ => own,
    };
}
