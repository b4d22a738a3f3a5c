namespace Tool.Input;

/// <summary>
/// The one format of a run. It begins as the stack's own, and takes on each field that an input has and it does not, at its end: so what
/// was read before only lacks fields at the end.
/// </summary>
sealed class RunFormat(FlowLogFormat stack)
{
    readonly List<string> _names = [.. stack.Fields.Select(field => field.Name)];
    readonly HashSet<int> _otherCounts = [];

    /// <summary>Takes on the fields of an input's format.</summary>
    /// <returns>For each field of the run, its place in the input's records, or -1; null where these are the run's fields in the run's
    /// order.</returns>
    public int[]? TakeOn(FlowLogFormat format)
    {
        var names = format.Fields.Select(field => field.Name).ToList();
        _names.AddRange(names.Except(_names).ToList());
        return names.SequenceEqual(_names) ? null : [.. _names.Select(name => names.IndexOf(name))];
    }

    /// <summary>Records that an invalid line with this number of fields goes through the stack.</summary>
    public void NoteOther(int fields) => _otherCounts.Add(fields);

    /// <summary>The format, when all is read.</summary>
    public FlowLogFormat Complete()
    {
        // An invalid line must not have the number of fields of a record, or it would be read as one.
        foreach (var field in FlowLogFields.All)
            if (_otherCounts.Contains(_names.Count) && !_names.Contains(field.Name))
                _names.Add(field.Name);
        return _names.SequenceEqual(stack.Fields.Select(field => field.Name)) ? stack : FlowLogFormat.OfNames(_names);
    }
}
