namespace Tool.Input;

/// <summary>
/// The format of a run. It starts as the stack's format, and appends the additional fields of each input. Records that were read before
/// therefore lack only fields at the end.
/// </summary>
sealed class RunFormat(FlowLogFormat stack)
{
    readonly List<string> _names = [.. stack.Fields.Select(field => field.Name)];
    readonly HashSet<int> _otherCounts = [];

    /// <summary>Adds the fields of an input's format.</summary>
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

    /// <summary>The format after all inputs were read.</summary>
    public FlowLogFormat Complete()
    {
        // An invalid line must not have as many fields as a record, because it would be read as one.
        foreach (var field in FlowLogFields.All)
            if (_otherCounts.Contains(_names.Count) && !_names.Contains(field.Name))
                _names.Add(field.Name);
        return _names.SequenceEqual(stack.Fields.Select(field => field.Name)) ? stack : FlowLogFormat.OfNames(_names);
    }
}
