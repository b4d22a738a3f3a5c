namespace FlowLogs.Local.Input;

/// <summary>A record's text as its fields, divided by spaces and tabs.</summary>
static class FieldText
{
    /// <summary>Finds the fields, up to as many as fit the list's use; returns how many there are.</summary>
    public static int Divide(ReadOnlySpan<byte> text, List<Range> places)
    {
        places.Clear();
        var position = 0;
        while (position < text.Length)
        {
            if (IsSpace(text[position]))
            {
                position++;
                continue;
            }
            var start = position;
            while (position < text.Length && !IsSpace(text[position]))
                position++;
            places.Add(start..position);
        }
        return places.Count;
    }

    static bool IsSpace(byte letter) => letter is (byte)' ' or (byte)'\t';
}
