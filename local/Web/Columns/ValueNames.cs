using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace FlowLogs.Local.Web.Columns;

/// <summary>
/// Small numbers for texts that come again and again. A number stays the same for as long as this lives. Texts are UTF-8 here: most come
/// in every file anew, and are known already.
/// </summary>
/// <param name="arePorts">Whether the texts are ports, whose numbers are themselves.</param>
sealed class ValueNames(bool arePorts = false)
{
    /// <summary>The number of a value that is null.</summary>
    public const int Null = -1;

    /// <summary>A number that no value has.</summary>
    public const int Unknown = -2;

    const int Ports = 65_536;

    readonly Lock _turn = new();
    readonly Dictionary<byte[], int> _numbers = new(Utf8Comparer.Instance);
    readonly List<byte[]> _names = [];
    readonly int _first = arePorts ? Ports : 0;

    /// <summary>All numbers are below it.</summary>
    public int Count
    {
        get
        {
            lock (_turn)
                return _first + _names.Count;
        }
    }

    /// <summary>The number of each text; those that are new get one.</summary>
    /// <param name="texts">All texts, one behind the other.</param>
    /// <param name="offsets">Where each begins, and where the last ends.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int[] NumbersOf(ReadOnlySpan<byte> texts, ReadOnlySpan<int> offsets)
    {
        var numbers = new int[offsets.Length - 1];
        lock (_turn)
        {
            var known = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
            for (var i = 0; i < numbers.Length; i++)
            {
                var text = texts[offsets[i]..offsets[i + 1]];
                if (PortOf(text) is var port and >= 0)
                {
                    numbers[i] = port;
                    continue;
                }

                if (!known.TryGetValue(text, out numbers[i]))
                {
                    numbers[i] = _first + _names.Count;
                    _names.Add(text.ToArray());
                    _numbers.Add(_names[^1], numbers[i]);
                }
            }
        }

        return numbers;
    }

    /// <summary><see cref="Unknown"/> where no record has the text.</summary>
    public int NumberOf(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        lock (_turn)
            return PortOf(text) is var port and >= 0 ? port : _numbers.GetValueOrDefault(text, Unknown);
    }

    /// <summary>Null for <see cref="Null"/>.</summary>
    public string? this[int number]
    {
        get
        {
            if (number < _first)
                return number < 0 ? null : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            lock (_turn)
                return Encoding.UTF8.GetString(_names[number - _first]);
        }
    }

    // Not one that is written with zeros before it: that is another text.
    int PortOf(ReadOnlySpan<byte> text) =>
        arePorts && text.Length is > 0 and <= 5 && (text[0] != '0' || text.Length == 1)
            && Utf8Parser.TryParse(text, out ushort port, out var used) && used == text.Length && char.IsAsciiDigit((char)text[0])
                ? port
                : Unknown;

    sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Comparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
