namespace FlowLogs;

/// <summary>A set of fields by their index, which is below <see cref="Size"/>.</summary>
struct FieldSet
{
    /// <summary>All documented fields, and as many more as a format can name before it is refused.</summary>
    public const int Size = 128;

    ulong _low;
    ulong _high;

    public readonly bool IsEmpty => (_low | _high) == 0;

    public readonly bool Has(int index) => ((index < 64 ? _low : _high) & 1UL << index) != 0;

    public void Add(int index)
    {
        if (index < 64)
            _low |= 1UL << index;
        else
            _high |= 1UL << index;
    }

    public readonly bool Equals(in FieldSet other) => _low == other._low && _high == other._high;
}
